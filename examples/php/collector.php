<?php
// Tells Binnacle which releases of a product there are and how long they are supported, from a JSON endpoint: that of https://endoflife.date.
// PHP 8.1 or newer with zlib, no packages; openssl for https.
//
// BINNACLE_URL    origin of the provider (http://127.0.0.1:3000)
// BINNACLE_TOKEN  where the provider asks for one: `publish` and `remove` for the source, and `publish` for its Collector
// ENDOFLIFE_URL   origin of what is read (https://endoflife.date)
declare(strict_types=1);

$options = getopt('', ['dry-run', 'product:', 'help']);
if (isset($options['help'])) {
    exit("php collector.php [--dry-run] [--product=php]\n");
}
define('PRODUCT', $options['product'] ?? 'php');
// One source for each product: a sweep speaks for all that its source ever published.
const SOURCE = 'examples/endoflife/' . PRODUCT;
const OWNED = 'SoftwareRelease';
const MAX_RECORDS = 1000, MAX_BYTES = 4 * 1024 * 1024; // of a request; the intake takes 10,000 and 16 MiB
const ATTEMPTS = 3;
const JSON = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION;

function now(): string
{
    return (new DateTimeImmutable('now', new DateTimeZone('UTC')))->format('Y-m-d\TH:i:s.u\Z');
}

// What there is.

function collect(): Generator
{
    $url = rtrim(getenv('ENDOFLIFE_URL') ?: 'https://endoflife.date', '/') . '/api/' . rawurlencode(PRODUCT) . '.json';
    [$status, , $body] = request('GET', $url, ['accept: application/json']);
    if ($status !== 200) {
        throw new RuntimeException("$url answered $status");
    }
    $product = ['type' => 'SoftwareProduct', 'name' => PRODUCT];
    yield ['kind' => 'resource', ...$product, 'observedOn' => now()];
    foreach (json_decode($body, true, flags: JSON) as $cycle) {
        $release = ['type' => OWNED, 'name' => PRODUCT . '/' . $cycle['cycle']];
        yield ['kind' => 'resource', ...$release, 'parent' => $product, 'observedOn' => now()];
        $status = array_intersect_key($cycle, array_flip(['releaseDate', 'support', 'eol', 'lts', 'latest']));
        yield reading($release, 'SupportStatus', $status);
        $latestOn = $cycle['latestReleaseDate'] ?? null;
        // With the source's own time a repeat is the same row. What is only announced lies ahead, and would be refused.
        if (isset($latestOn, $cycle['latest']) && $latestOn <= gmdate('Y-m-d')) {
            yield reading($release, 'ReleasePublished', ['version' => $cycle['latest']], 'TIME_SERIES', "{$latestOn}T00:00:00Z");
        }
    }
}

function reading(array $resource, string $type, array $value, string $mode = 'SNAPSHOT', ?string $collectedOn = null): array
{
    return ['kind' => 'reading', 'resource' => $resource, 'type' => $type, 'value' => $value, 'storageMode' => $mode,
        'collectedOn' => $collectedOn ?? now()];
}

// How it gets there.

/** Gives [status, headers in lower case, body]. */
function request(string $method, string $url, array $headers, string $content = ''): array
{
    $http = ['method' => $method, 'header' => $headers, 'content' => $content, 'timeout' => 60, 'ignore_errors' => true];
    $stream = @fopen($url, 'r', context: stream_context_create(['http' => $http]));
    if ($stream === false) {
        throw new RuntimeException("$url cannot be reached: " . (error_get_last()['message'] ?? 'no reason given'));
    }
    $lines = stream_get_meta_data($stream)['wrapper_data'];
    $answer = [];
    foreach ($lines as $line) {
        if (preg_match('#^HTTP/\S+ (\d+)#', $line, $matches)) {
            $answer = ['status' => (int) $matches[1]]; // Of several, after redirects, the last counts.
        } else {
            [$name, $value] = explode(':', $line, 2) + [1 => ''];
            $answer[strtolower($name)] = trim($value);
        }
    }
    return [$answer['status'], $answer, stream_get_contents($stream)];
}

function batches(iterable $records): Generator
{
    [$batch, $size] = [[], 0];
    foreach ($records as $record) {
        $text = json_encode($record, JSON);
        if ($batch && (count($batch) === MAX_RECORDS || $size + strlen($text) > MAX_BYTES)) {
            yield $batch;
            [$batch, $size] = [[], 0];
        }
        $batch[] = $text;
        $size += strlen($text) + 1;
    }
    if ($batch) {
        yield $batch;
    }
}

/** Gives how many records the intake took, and how many it refused, which are printed. */
function publish(iterable $records): array
{
    [$accepted, $rejected] = [0, 0];
    foreach (batches($records) as $batch) {
        $answer = post('{"source":' . json_encode(SOURCE, JSON) . ',"records":[' . implode(',', $batch) . ']}');
        $accepted += $answer['accepted'];
        $rejected += count($answer['rejected']);
        foreach ($answer['rejected'] as ['index' => $index, 'code' => $code, 'detail' => $detail]) {
            fwrite(STDERR, "rejected: $code: $detail: " . substr($batch[$index], 0, 200) . "\n");
        }
    }
    return [$accepted, $rejected];
}

function post(string $message): array
{
    $url = rtrim(getenv('BINNACLE_URL') ?: 'http://127.0.0.1:3000', '/') . '/api/v1/records';
    $headers = ['content-type: application/json', 'content-encoding: gzip'];
    if (getenv('BINNACLE_TOKEN')) {
        $headers[] = 'authorization: Bearer ' . getenv('BINNACLE_TOKEN');
    }
    for ($attempt = 1; ; $attempt++) {
        $wait = 2 ** ($attempt - 1);
        try {
            [$status, $answer, $body] = request('POST', $url, $headers, gzencode($message));
            if ($status === 202) {
                return json_decode($body, true, flags: JSON);
            }
            $fault = "$url answered $status: " . substr($body, 0, 1000);
            if (!in_array($status, [429, 503], true)) {
                throw new DomainException($fault);
            }
            $wait = ctype_digit($answer['retry-after'] ?? '') ? min((int) $answer['retry-after'], 300) : $wait;
        } catch (RuntimeException $error) {
            $fault = $error->getMessage();
        }
        if ($attempt === ATTEMPTS) {
            throw new DomainException($fault);
        }
        sleep($wait);
    }
}

// A run.

function main(bool $isDryRun): int
{
    $started = now();
    [$records, $fault] = [[], null];
    try {
        foreach (collect() as $record) {
            $records[] = $record;
        }
    } catch (RuntimeException | JsonException | TypeError | ErrorException $error) {
        $fault = $error->getMessage();
    }
    $claims = count(array_filter($records, fn ($record) => $record['kind'] === 'resource' && $record['type'] === OWNED));
    $sweep = ['kind' => 'sweep', 'resourceType' => OWNED, 'parent' => ['type' => 'SoftwareProduct', 'name' => PRODUCT],
        'startedOn' => $started, 'count' => $claims];
    if ($isDryRun) {
        foreach ($claims ? [...$records, $sweep] : $records as $record) {
            echo json_encode($record, JSON), "\n";
        }
        $rejected = 0;
    } else {
        [$accepted, $rejected] = publish($records);
        $outcome = match (true) { $fault !== null => 'failed', $rejected > 0 => 'partial', $claims > 0 => 'ok', default => 'empty' };
        $run = ['startedOn' => $started, 'endedOn' => now(), 'outcome' => $outcome, 'records' => $accepted];
        $closing = [reading(['type' => 'Collector', 'name' => SOURCE], 'CollectorRun', $run)];
        // Only a complete run may say that what it did not name is gone.
        $rejected += publish($outcome === 'ok' ? [$sweep, ...$closing] : $closing)[1];
        fwrite(STDERR, SOURCE . ": $outcome, $accepted records accepted, $rejected rejected\n");
    }
    if ($fault !== null) {
        fwrite(STDERR, "error: $fault\n");
    }
    return $fault !== null || $rejected > 0 ? 1 : 0;
}

// A field that is missing is a fault of the source, and ends the run.
set_error_handler(function (int $level, string $message): bool {
    if (error_reporting() & $level) {
        throw new ErrorException($message, severity: $level);
    }
    return false;
});
try {
    exit(main(isset($options['dry-run'])));
} catch (DomainException $error) {
    fwrite(STDERR, "error: {$error->getMessage()}\n");
    exit(1);
}
