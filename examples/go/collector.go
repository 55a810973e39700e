// Tells Binnacle which TCP ports are open on this Linux machine, over the HTTP intake. Go 1.19 or newer, its standard library alone.
//
//	BINNACLE_URL    origin of the provider (http://127.0.0.1:3000)
//	BINNACLE_TOKEN  where the provider asks for one: `publish` and `remove` for the source, and `publish` for its Collector
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

const (
	owned      = "ListeningPort"
	maxRecords = 1_000           // of a request; the intake takes 10,000
	maxBytes   = 4 * 1024 * 1024 // and 16 MiB
	attempts   = 3
)

type object map[string]any

func now() string { return time.Now().UTC().Format("2006-01-02T15:04:05.000000Z") }

// What there is.

// readSockets gives the addresses that are listened on by port, and how many sockets are in which state. Any fault is returned: half a list
// is worse than none.
func readSockets(proc string) (map[uint16]map[string]bool, map[string]int, error) {
	listening, states := map[uint16]map[string]bool{}, map[string]int{"established": 0, "listening": 0, "other": 0}
	for _, name := range []string{"tcp", "tcp6"} {
		text, err := os.ReadFile(filepath.Join(proc, "net", name))
		if name == "tcp6" && errors.Is(err, fs.ErrNotExist) {
			continue // A kernel without IPv6.
		}
		if err != nil {
			return nil, nil, err
		}
		_, table, _ := strings.Cut(string(text), "\n")
		for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
			fields := strings.Fields(line)
			if len(fields) < 4 {
				continue
			}
			state := map[string]string{"01": "established", "0A": "listening"}[fields[3]]
			if state == "" {
				state = "other"
			}
			states[state]++
			if state == "listening" {
				address, err := parseAddress(fields[1])
				if err != nil {
					return nil, nil, err
				}
				if listening[address.Port()] == nil {
					listening[address.Port()] = map[string]bool{}
				}
				listening[address.Port()][address.Addr().String()] = true
			}
		}
	}
	return listening, states, nil
}

// parseAddress reads "0100007F:1F90": words of 32 bits in the order of the machine, which is little-endian here, and the port.
func parseAddress(text string) (netip.AddrPort, error) {
	host, portText, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	port, portErr := strconv.ParseUint(portText, 16, 16)
	if err != nil || portErr != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, fmt.Errorf("no address: %q", text)
	}
	for word := 0; word < len(raw); word += 4 {
		binary.BigEndian.PutUint32(raw[word:], binary.LittleEndian.Uint32(raw[word:]))
	}
	address, _ := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(address.Unmap(), uint16(port)), nil
}

func collect(proc, hostname string) ([]object, error) {
	listening, states, err := readSockets(proc)
	if err != nil {
		return nil, err
	}
	host := object{"type": "Host", "name": hostname}
	records := []object{{"kind": "resource", "type": "Host", "name": hostname, "observedOn": now()}}
	for number, addresses := range listening {
		name := fmt.Sprintf("%s/tcp/%d", hostname, number)
		port := object{"type": owned, "name": name}
		sorted := make([]string, 0, len(addresses)) // Maps have no order, and a value should be the same again.
		for address := range addresses {
			sorted = append(sorted, address)
		}
		sort.Strings(sorted)
		records = append(records,
			object{"kind": "resource", "type": owned, "name": name, "parent": host, "observedOn": now()},
			reading(port, "PortAddresses", "SNAPSHOT", object{"addresses": sorted}))
	}
	return append(records, reading(host, "TcpConnections", "TIME_SERIES", states)), nil
}

func reading(resource object, kind, mode string, value any) object {
	return object{"kind": "reading", "resource": resource, "type": kind, "value": value, "storageMode": mode, "collectedOn": now()}
}

// How it gets there.

type answer struct {
	Accepted int
	Rejected []struct {
		Index        int
		Code, Detail string
	}
}

func batches(records []object) (all [][]json.RawMessage) {
	size := 0
	for _, record := range records {
		text, _ := json.Marshal(record) // Of maps, slices, strings and numbers: it does not fail.
		last := len(all) - 1
		if last < 0 || len(all[last]) == maxRecords || size+len(text) > maxBytes {
			all, last, size = append(all, nil), last+1, 0
		}
		all[last], size = append(all[last], text), size+len(text)+1
	}
	return all
}

// publish gives how many records the intake took, and how many it refused, which are printed.
func publish(source string, records []object) (accepted, rejected int, err error) {
	for _, batch := range batches(records) {
		message, _ := json.Marshal(object{"source": source, "records": batch})
		answer, err := post(message)
		if err != nil {
			return accepted, rejected, err
		}
		accepted, rejected = accepted+answer.Accepted, rejected+len(answer.Rejected)
		for _, item := range answer.Rejected {
			fmt.Fprintf(os.Stderr, "rejected: %s: %s: %.200s\n", item.Code, item.Detail, batch[item.Index])
		}
	}
	return accepted, rejected, nil
}

var client = &http.Client{Timeout: 60 * time.Second}

func post(message []byte) (told answer, err error) {
	var body bytes.Buffer
	zip := gzip.NewWriter(&body)
	zip.Write(message) // Into memory: neither fails.
	zip.Close()
	origin := os.Getenv("BINNACLE_URL")
	if origin == "" {
		origin = "http://127.0.0.1:3000"
	}
	url := strings.TrimRight(origin, "/") + "/api/v1/records"
	for attempt := 1; ; attempt++ {
		request, err := http.NewRequest("POST", url, bytes.NewReader(body.Bytes()))
		if err != nil {
			return told, err
		}
		request.Header.Set("content-type", "application/json")
		request.Header.Set("content-encoding", "gzip")
		if token := os.Getenv("BINNACLE_TOKEN"); token != "" {
			request.Header.Set("authorization", "Bearer "+token)
		}
		wait := time.Second << (attempt - 1)
		response, err := client.Do(request)
		if err != nil {
			err = fmt.Errorf("%s cannot be reached: %w", url, err)
		} else {
			text, readErr := io.ReadAll(response.Body)
			response.Body.Close()
			if response.StatusCode == http.StatusAccepted && readErr == nil {
				err = json.Unmarshal(text, &told)
				return told, err
			}
			err = fmt.Errorf("%s answered %d: %.1000s", url, response.StatusCode, text)
			if status := response.StatusCode; status != 429 && status != 503 {
				return told, err
			}
			if seconds, noNumber := strconv.Atoi(response.Header.Get("retry-after")); noNumber == nil && seconds <= 300 {
				wait = time.Duration(seconds) * time.Second
			}
		}
		if attempt == attempts {
			return told, err
		}
		time.Sleep(wait)
	}
}

// A run.

func run(isDryRun bool, proc string) error {
	hostname, err := os.Hostname()
	if err != nil {
		return err
	}
	// One source for each machine: a sweep speaks for all that its source ever published.
	source, started := "examples/ports/"+hostname, now()
	records, fault := collect(proc, hostname)
	claims := 0
	for _, record := range records {
		if record["kind"] == "resource" && record["type"] == owned {
			claims++
		}
	}
	host := object{"type": "Host", "name": hostname}
	sweep := object{"kind": "sweep", "resourceType": owned, "parent": host, "startedOn": started, "count": claims}
	if isDryRun {
		if claims > 0 {
			records = append(records, sweep)
		}
		for _, record := range records {
			text, _ := json.Marshal(record)
			fmt.Printf("%s\n", text)
		}
		return fault
	}
	accepted, rejected, err := publish(source, records)
	if err != nil {
		return err
	}
	outcome, closing := "empty", []object{}
	switch {
	case fault != nil:
		outcome = "failed"
	case rejected > 0:
		outcome = "partial"
	case claims > 0:
		// Only a complete run may say that what it did not name is gone.
		outcome, closing = "ok", []object{sweep}
	}
	value := object{"startedOn": started, "endedOn": now(), "outcome": outcome, "records": accepted}
	closing = append(closing, reading(object{"type": "Collector", "name": source}, "CollectorRun", "SNAPSHOT", value))
	_, refused, err := publish(source, closing)
	rejected += refused
	fmt.Fprintf(os.Stderr, "%s: %s, %d records accepted, %d rejected\n", source, outcome, accepted, rejected)
	if fault == nil {
		fault = err
	}
	if fault == nil && rejected > 0 {
		fault = fmt.Errorf("%d records were rejected", rejected)
	}
	return fault
}

func main() {
	isDryRun := flag.Bool("dry-run", false, "prints the records, one a line, and sends nothing")
	proc := flag.String("proc", "/proc", "where the kernel shows its sockets")
	flag.Parse()
	if err := run(*isDryRun, *proc); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
