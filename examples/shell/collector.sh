#!/bin/sh
# Tells Binnacle which file systems this machine has and how full they are, over the HTTP intake. Any POSIX shell, awk, df, gzip, split, and curl
# 7.66 or newer (whose --retry waits as Retry-After says).
#
#   BINNACLE_URL    origin of the provider (http://127.0.0.1:3000)
#   BINNACLE_TOKEN  where the provider asks for one: `publish` and `remove` for the source, and `publish` for its Collector
#
# --dry-run prints the records, one a line, and sends nothing.
set -u
export LC_ALL=C

host=$(uname -n)
# One source for each machine: a sweep speaks for all that its source ever published.
source="examples/filesystems/$host"
owned=Filesystem
max_records=1000 # of a request; the intake takes 10,000 and 16 MiB
url="${BINNACLE_URL:-http://127.0.0.1:3000}/api/v1/records?source=$source"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# To the microsecond where date knows %N (GNU's does), so that two runs within a second have times of their own.
now() {
  time=$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)
  case $time in *[N%]*) date -u +%Y-%m-%dT%H:%M:%SZ ;; *) echo "$time" ;; esac
}

fail() {
  echo "error: $*" >&2
  exit 1
}

# What there is: records, one a line. No jq: awk writes the JSON.

collect() {
  df -Pk >"$scratch/df" || return 1
  awk -v host="$host" -v owned="$owned" -v time="$(now)" '
    function text(s) { gsub(/["\\]/, "\\\\&", s); return "\"" s "\"" }
    function address(type, name) { return "\"type\":" text(type) ",\"name\":" text(name) }
    function reading(name, type, mode, value) {
      print "{\"kind\":\"reading\",\"resource\":{" address(owned, name) "},\"type\":" text(type) ",\"storageMode\":" text(mode) \
        ",\"collectedOn\":" text(time) ",\"value\":" value "}"
    }
    BEGIN { print "{\"kind\":\"resource\"," address("Host", host) ",\"observedOn\":" text(time) "}" }
    NR > 1 && $2 > 0 {
      # The place is all after the fifth column: it may have spaces.
      place = $0
      for (i = 1; i <= 5; i++) sub(/^[^ ]+ +/, "", place)
      if (place in seen) next
      seen[place] = 1
      name = host place
      print "{\"kind\":\"resource\"," address(owned, name) ",\"parent\":{" address("Host", host) "},\"observedOn\":" text(time) "}"
      reading(name, "FilesystemInfo", "SNAPSHOT", "{\"device\":" text($1) ",\"sizeKiB\":" $2 "}")
      reading(name, "FilesystemUsage", "TIME_SERIES", "{\"usedKiB\":" $3 ",\"freeKiB\":" $4 "}")
    }
  ' "$scratch/df"
}

# How it gets there: publish FILE sends its lines, and adds to $accepted and $rejected.

accepted=0
rejected=0

publish() {
  rm -f "$scratch"/part.*
  split -l "$max_records" "$1" "$scratch/part."
  for part in "$scratch"/part.*; do
    [ -s "$part" ] || continue
    gzip -c "$part" >"$scratch/body"
    # The token goes by a file, since everybody may read the arguments of a program.
    {
      echo 'header = "content-type: application/x-ndjson"'
      echo 'header = "content-encoding: gzip"'
      [ -z "${BINNACLE_TOKEN:-}" ] || echo "header = \"authorization: Bearer $BINNACLE_TOKEN\""
    } >"$scratch/curlrc"
    status=$(curl -sS -K "$scratch/curlrc" --data-binary "@$scratch/body" --retry 2 --retry-connrefused --max-time 300 \
      -o "$scratch/answer" -w '%{http_code}' "$url") || fail "$url cannot be reached"
    [ "$status" = 202 ] || fail "$url answered $status: $(head -c 1000 "$scratch/answer")"
    # {"receiptId": …, "accepted": 7, "rejected": [{"index": 3, "code": …, "detail": …}], "warnings": []}
    taken=$(sed -n 's/.*"accepted" *: *\([0-9][0-9]*\).*/\1/p' "$scratch/answer")
    [ -n "$taken" ] || fail "no answer of an intake: $(head -c 1000 "$scratch/answer")"
    lost=$(($(wc -l <"$part") - taken))
    [ "$lost" -eq 0 ] || echo "rejected: $(cat "$scratch/answer")" >&2
    accepted=$((accepted + taken))
    rejected=$((rejected + lost))
  done
}

# A run.

started=$(now)
fault=
collect >"$scratch/records" || fault="df failed"
claims=$(grep -c "^{\"kind\":\"resource\",\"type\":\"$owned\"" "$scratch/records")
sweep="{\"kind\":\"sweep\",\"resourceType\":\"$owned\",\"parent\":{\"type\":\"Host\",\"name\":\"$host\"},\"startedOn\":\"$started\",\"count\":$claims}"

if [ "${1:-}" = --dry-run ]; then
  cat "$scratch/records"
  [ "$claims" -eq 0 ] || echo "$sweep"
else
  publish "$scratch/records"
  records=$accepted
  if [ -n "$fault" ]; then outcome=failed; elif [ "$rejected" -gt 0 ]; then outcome=partial; elif [ "$claims" -gt 0 ]; then outcome=ok; else outcome=empty; fi
  run="{\"startedOn\":\"$started\",\"endedOn\":\"$(now)\",\"outcome\":\"$outcome\",\"records\":$records}"
  {
    # Only a complete run may say that what it did not name is gone.
    [ "$outcome" != ok ] || echo "$sweep"
    echo "{\"kind\":\"reading\",\"resource\":{\"type\":\"Collector\",\"name\":\"$source\"},\"type\":\"CollectorRun\",\"collectedOn\":\"$(now)\",\"value\":$run}"
  } >"$scratch/closing"
  publish "$scratch/closing"
  echo "$source: $outcome, $records records accepted, $rejected rejected" >&2
fi
[ -z "$fault" ] || fail "$fault"
[ "$rejected" -eq 0 ]
