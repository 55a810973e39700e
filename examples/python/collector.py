#!/usr/bin/env python3
"""Tells Binnacle which Debian packages this machine has, over the HTTP intake. Python 3.9 or newer, its standard library alone.

BINNACLE_URL    origin of the provider (http://127.0.0.1:3000)
BINNACLE_TOKEN  where the provider asks for one: `publish` and `remove` for the source, and `publish` for its Collector
"""
import argparse
import gzip
import json
import os
import platform
import socket
import sys
import time
from datetime import datetime, timezone
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

HOST = socket.gethostname()
# One source for each machine: a sweep speaks for all that its source ever published.
SOURCE = f"examples/dpkg/{HOST}"
OWNED = "SoftwareDependencyVersion"
MAX_RECORDS, MAX_BYTES = 1_000, 4 * 1024 * 1024  # of a request; the intake takes 10,000 and 16 MiB
ATTEMPTS = 3


def now():
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")


# What there is.


def installed_packages(status_file):
    """Gives (name, version, KiB) of each installed package, by name. Any fault raises: half a list is worse than none."""
    packages = {}
    with open(status_file, encoding="utf-8") as file:
        for paragraph in file.read().split("\n\n"):
            lines = (line.partition(": ") for line in paragraph.splitlines() if not line.startswith(" "))
            fields = {key: value for key, _, value in lines}
            if fields.get("Status", "").endswith(" installed"):
                size = int(fields.get("Installed-Size", 0))
                packages[fields["Package"], fields["Version"]] = size
    return [(name, version, size) for (name, version), size in sorted(packages.items())]


def collect(status_file):
    distribution = platform.freedesktop_os_release()["ID"] if sys.version_info >= (3, 10) else "debian"
    packages = installed_packages(status_file)
    host = {"type": "Host", "name": HOST}
    yield {"kind": "resource", **host, "observedOn": now()}
    references = []
    for name, version, _ in packages:
        # The name of a well-known type: a package URL, with the version percent-encoded but for its colon.
        package = f"pkg:deb/{distribution}/{quote(name, safe='')}"
        address = {"type": OWNED, "name": f"{package}@{quote(version, safe=':')}"}
        parent = {"type": "SoftwareDependency", "name": package}
        yield {"kind": "resource", **address, "parent": parent, "observedOn": now()}
        references.append({"resourceType": address["type"], "resourceName": address["name"]})
    if packages:
        total = {"installed": len(packages), "sizeKiB": sum(size for _, _, size in packages)}
        yield reading(host, "InstalledPackages", {"packages": references})
        yield reading(host, "PackageTotals", total, "TIME_SERIES")


def reading(resource, type, value, mode="SNAPSHOT"):
    return {"kind": "reading", "resource": resource, "type": type, "value": value, "storageMode": mode, "collectedOn": now()}


# How it gets there.


class PublishError(Exception):
    pass


def batches(records):
    batch, size = [], 0
    for record in records:
        text = json.dumps(record)
        if batch and (len(batch) == MAX_RECORDS or size + len(text) > MAX_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield batch


def publish(records):
    """Gives how many records the intake took, and how many it refused, which are printed."""
    accepted = rejected = 0
    for batch in batches(records):
        answer = post(f'{{"source":{json.dumps(SOURCE)},"records":[{",".join(batch)}]}}')
        accepted += answer["accepted"]
        rejected += len(answer["rejected"])
        for item in answer["rejected"]:
            print(f"rejected: {item['code']}: {item['detail']}: {batch[item['index']][:200]}", file=sys.stderr)
    return accepted, rejected


def post(message):
    url = os.environ.get("BINNACLE_URL", "http://127.0.0.1:3000").rstrip("/") + "/api/v1/records"
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    if os.environ.get("BINNACLE_TOKEN"):
        headers["authorization"] = f"Bearer {os.environ['BINNACLE_TOKEN']}"
    request = Request(url, gzip.compress(message.encode()), headers)
    for attempt in range(1, ATTEMPTS + 1):
        wait = 2 ** (attempt - 1)
        try:
            with urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except HTTPError as error:
            fault = f"{url} answered {error.code}: {error.read(1000).decode(errors='replace')}"
            if error.code not in (429, 503):
                raise PublishError(fault) from None
            if error.headers.get("retry-after", "").isdigit():
                wait = min(int(error.headers["retry-after"]), 300)
        except OSError as error:
            fault = f"{url} cannot be reached: {error}"
        if attempt < ATTEMPTS:
            time.sleep(wait)
    raise PublishError(fault)


# A run.


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--dry-run", action="store_true", help="prints the records, one a line, and sends nothing")
    arguments.add_argument("--status", default="/var/lib/dpkg/status", help="what dpkg knows (%(default)s)")
    options = arguments.parse_args()
    started = now()
    records, fault = [], None
    try:
        records = list(collect(options.status))
    except (OSError, KeyError, ValueError) as error:
        fault = f"cannot read {options.status}: {error!r}"
    claims = sum(record["kind"] == "resource" and record["type"] == OWNED for record in records)
    sweep = {"kind": "sweep", "resourceType": OWNED, "startedOn": started, "count": claims}
    if options.dry_run:
        for record in [*records, sweep] if claims else records:
            print(json.dumps(record))
    else:
        accepted, rejected = publish(records)
        outcome = "failed" if fault else "partial" if rejected else "ok" if claims else "empty"
        run = {"startedOn": started, "endedOn": now(), "outcome": outcome, "records": accepted}
        closing = [reading({"type": "Collector", "name": SOURCE}, "CollectorRun", run)]
        # Only a complete run may say that what it did not name is gone.
        rejected += publish([sweep, *closing] if outcome == "ok" else closing)[1]
        print(f"{SOURCE}: {outcome}, {accepted} records accepted, {rejected} rejected", file=sys.stderr)
        fault = fault or rejected
    if fault:
        sys.exit(f"error: {fault}" if isinstance(fault, str) else 1)


if __name__ == "__main__":
    try:
        main()
    except PublishError as error:
        sys.exit(f"error: {error}")
