import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Tells Binnacle which certificates this machine trusts and when they end, over the HTTP intake. Java 17 or newer, nothing but the JDK:
 * {@code java Collector.java [--dry-run] [--bundle FILE]}.
 *
 * <p>BINNACLE_URL: origin of the provider (http://127.0.0.1:3000). BINNACLE_TOKEN: where the provider asks for one, with {@code publish} and
 * {@code remove} for the source, and {@code publish} for its Collector.
 */
public class Collector {
    static final String OWNED = "Certificate";
    static final int MAX_RECORDS = 1_000, MAX_CHARACTERS = 2 * 1024 * 1024; // of a request; the intake takes 10,000 and 16 MiB
    static final int ATTEMPTS = 3;

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    }

    // What there is.

    /** Certificates by the SHA-256 of their bytes. Any fault is thrown: half a list is worse than none. */
    static TreeMap<String, X509Certificate> trusted(Path bundle) throws IOException, GeneralSecurityException {
        var found = new TreeMap<String, X509Certificate>();
        try (InputStream pem = Files.newInputStream(bundle)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
                found.put("sha256:" + HexFormat.of().formatHex(digest), (X509Certificate) certificate);
            }
        }
        return found;
    }

    static List<Map<String, Object>> collect(Path bundle, String hostname) throws IOException, GeneralSecurityException {
        var records = new ArrayList<Map<String, Object>>();
        var certificates = trusted(bundle);
        var host = Map.of("type", "Host", "name", hostname);
        records.add(Map.of("kind", "resource", "type", "Host", "name", hostname, "observedOn", now()));
        certificates.forEach((name, certificate) -> {
            records.add(Map.of("kind", "resource", "type", OWNED, "name", name, "observedOn", now()));
            records.add(reading(Map.of("type", OWNED, "name", name), "CertificateInfo", "SNAPSHOT", Map.of(
                    "subject", certificate.getSubjectX500Principal().getName(),
                    "issuer", certificate.getIssuerX500Principal().getName(),
                    "notBefore", certificate.getNotBefore().toInstant().toString(),
                    "notAfter", certificate.getNotAfter().toInstant().toString(),
                    "signatureAlgorithm", certificate.getSigAlgName())));
        });
        if (!certificates.isEmpty()) {
            // A TreeMap is in order, so that the value is the same again when nothing has changed.
            var references = certificates.keySet().stream().map(name -> Map.of("resourceType", OWNED, "resourceName", name)).toList();
            records.add(reading(host, "TrustedCertificates", "SNAPSHOT",
                    Map.of("bundle", bundle.toString(), "certificates", references)));
            records.add(reading(host, "CertificateExpiry", "TIME_SERIES", Map.of("certificates", certificates.size(),
                    "expired", endedBy(certificates, Instant.now()),
                    "expiringIn30Days", endedBy(certificates, Instant.now().plus(Duration.ofDays(30))))));
        }
        return records;
    }

    static long endedBy(Map<String, X509Certificate> certificates, Instant time) {
        return certificates.values().stream().filter(certificate -> certificate.getNotAfter().toInstant().isBefore(time)).count();
    }

    static Map<String, Object> reading(Map<String, String> resource, String type, String mode, Object value) {
        return Map.of("kind", "reading", "resource", resource, "type", type, "value", value, "storageMode", mode, "collectedOn", now());
    }

    /** The JSON of strings, whole numbers, maps and lists. The JDK has none; with a JSON library at hand, use that. */
    static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) return list.stream().map(Collector::json).collect(Collectors.joining(",", "[", "]"));
        if (!(value instanceof String text)) return String.valueOf(value);
        return text.chars().mapToObj(c -> c == '"' || c == '\\' ? "\\" + (char) c
                : c < 0x20 ? String.format("\\u%04x", c) : String.valueOf((char) c)).collect(Collectors.joining("", "\"", "\""));
    }

    // How it gets there.

    static class PublishException extends Exception {
        PublishException(String message) {
            super(message);
        }
    }

    record Answer(int accepted, int rejected) {}

    static List<List<String>> batches(List<Map<String, Object>> records) {
        var all = new ArrayList<List<String>>();
        var size = 0;
        for (var record : records) {
            var text = json(record);
            if (all.isEmpty() || all.get(all.size() - 1).size() == MAX_RECORDS || size + text.length() > MAX_CHARACTERS) {
                all.add(new ArrayList<>());
                size = 0;
            }
            all.get(all.size() - 1).add(text);
            size += text.length() + 1;
        }
        return all;
    }

    /** Says how many records the intake took, and how many it refused, which are printed. */
    static Answer publish(String source, List<Map<String, Object>> records) throws PublishException, InterruptedException {
        int accepted = 0, rejected = 0;
        for (var batch : batches(records)) {
            var answer = post("{\"source\":" + json(source) + ",\"records\":[" + String.join(",", batch) + "]}");
            // Without a JSON library, the number is enough: {"receiptId": …, "accepted": 7, "rejected": [{"index": 3, …}], "warnings": []}.
            var number = Pattern.compile("\"accepted\"\\s*:\\s*(\\d+)").matcher(answer);
            if (!number.find()) throw new PublishException("no answer of an intake: " + answer);
            var taken = Integer.parseInt(number.group(1));
            if (taken < batch.size()) System.err.println("rejected: " + answer);
            accepted += taken;
            rejected += batch.size() - taken;
        }
        return new Answer(accepted, rejected);
    }

    static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();

    static String post(String message) throws PublishException, InterruptedException {
        var url = System.getenv().getOrDefault("BINNACLE_URL", "http://127.0.0.1:3000").replaceAll("/+$", "") + "/api/v1/records";
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).POST(BodyPublishers.ofByteArray(gzip(message)))
                .header("content-type", "application/json").header("content-encoding", "gzip");
        var token = System.getenv("BINNACLE_TOKEN");
        if (token != null) request.header("authorization", "Bearer " + token);
        for (int attempt = 1;; attempt++) {
            long wait = 1L << (attempt - 1);
            String fault;
            try {
                HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
                if (answer.statusCode() == 202) return answer.body();
                fault = url + " answered " + answer.statusCode() + ": " + answer.body();
                if (answer.statusCode() != 429 && answer.statusCode() != 503) throw new PublishException(fault);
                var asked = answer.headers().firstValue("retry-after").filter(text -> text.matches("\\d{1,6}"));
                wait = asked.map(text -> Math.min(Long.parseLong(text), 300)).orElse(wait);
            } catch (IOException error) {
                fault = url + " cannot be reached: " + error;
            }
            if (attempt == ATTEMPTS) throw new PublishException(fault);
            Thread.sleep(wait * 1000);
        }
    }

    static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException error) {
            throw new AssertionError("into memory", error);
        }
        return bytes.toByteArray();
    }

    // A run.

    static String run(boolean isDryRun, Path bundle) throws IOException, PublishException, InterruptedException {
        var hostname = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        // One source for each machine: a sweep speaks for all that its source ever published.
        var source = "examples/certificates/" + hostname;
        var started = now();
        List<Map<String, Object>> records = List.of();
        String fault = null;
        try {
            records = collect(bundle, hostname);
        } catch (IOException | GeneralSecurityException error) {
            fault = "cannot read " + bundle + ": " + error;
        }
        var claims = records.stream().filter(record -> record.get("kind").equals("resource") && record.get("type").equals(OWNED)).count();
        Map<String, Object> sweep = Map.of("kind", "sweep", "resourceType", OWNED, "startedOn", started, "count", claims);
        if (isDryRun) {
            records.forEach(record -> System.out.println(json(record)));
            if (claims > 0) System.out.println(json(sweep));
            return fault;
        }
        var answer = publish(source, records);
        var outcome = fault != null ? "failed" : answer.rejected > 0 ? "partial" : claims > 0 ? "ok" : "empty";
        var value = Map.of("startedOn", started, "endedOn", now(), "outcome", outcome, "records", answer.accepted);
        var ending = reading(Map.of("type", "Collector", "name", source), "CollectorRun", "SNAPSHOT", value);
        // Only a complete run may say that what it did not name is gone.
        var rejected = answer.rejected + publish(source, outcome.equals("ok") ? List.of(sweep, ending) : List.of(ending)).rejected;
        System.err.printf("%s: %s, %d records accepted, %d rejected%n", source, outcome, answer.accepted, rejected);
        return fault == null && rejected > 0 ? rejected + " records were rejected" : fault;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options = List.of(arguments);
        var at = options.indexOf("--bundle");
        var bundle = Path.of(at < 0 ? "/etc/ssl/certs/ca-certificates.crt" : options.get(at + 1));
        String fault;
        try {
            fault = run(options.contains("--dry-run"), bundle);
        } catch (PublishException error) {
            fault = error.getMessage();
        }
        if (fault == null) return;
        System.err.println("error: " + fault);
        System.exit(1);
    }
}
