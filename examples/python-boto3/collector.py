#!/usr/bin/env python3
"""Tells Binnacle which programs run on this Linux machine, straight to its SNS topic. Python 3.9 or newer and boto3 1.26 or newer.

BINNACLE_TOPIC_ARN  the topic
AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE …, as boto3 reads them; AWS_ENDPOINT_URL for an emulator
"""
import argparse
import base64
import gzip
import json
import os
import socket
import sys
from datetime import datetime, timezone
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

HOST = socket.gethostname()
# One source for each machine: a sweep speaks for all that its source ever published.
SOURCE = f"examples/programs/{HOST}"
OWNED = "HostProgram"
# SNS takes 256 KiB, attributes included. Base64 adds a third, and text that does not compress is rare but possible.
MAX_RECORDS, MAX_BYTES = 1_000, 180 * 1024
MAX_SNS_BYTES = 256 * 1024 - 1024


def now():
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")


# What there is.


def running_programs(proc):
    """Gives {program: [(user id, threads, resident KiB)]}. Any fault raises: half a list is worse than none."""
    programs = {}
    for folder in sorted(Path(proc).glob("[0-9]*")):
        try:
            # A daemon may write a title there: "postgres: checkpointer". Kernel threads have none.
            words = (folder / "cmdline").read_text(errors="replace").partition("\0")[0].split()
            status = (folder / "status").read_text(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended meanwhile, as processes do.
        if words:
            name = words[0].rstrip(":").rpartition("/")[2].lstrip("-")
            fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            figures = [int(fields.get(key, "0").split()[0]) for key in ("Uid", "Threads", "VmRSS")]
            programs.setdefault(name, []).append(figures)
    return programs


def collect(proc):
    programs = running_programs(proc)
    host = {"type": "Host", "name": HOST}
    yield {"kind": "resource", **host, "observedOn": now()}
    for name, processes in sorted(programs.items()):
        program = {"type": OWNED, "name": f"{HOST}/{name}"}
        users, threads, resident = zip(*processes)
        usage = {"processes": len(processes), "threads": sum(threads), "residentKiB": sum(resident)}
        yield {"kind": "resource", **program, "parent": host, "observedOn": now()}
        # What seldom changes is a snapshot, and sorted, so that it is the same again; what always changes is a series.
        yield reading(program, "ProgramUsers", {"userIds": sorted(set(users))})
        yield reading(program, "ProgramUsage", usage, "TIME_SERIES")


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
    """Gives how many records the topic took. What of them is not acceptable is told at GET /api/v1/rejections, not here."""
    topic = os.environ.get("BINNACLE_TOPIC_ARN")
    if not topic:
        raise PublishError("BINNACLE_TOPIC_ARN must name the topic")
    # boto3 waits and tries again by itself when SNS is busy or cannot be reached.
    retries = {"mode": "standard", "total_max_attempts": 3}
    endpoint = os.environ.get("AWS_ENDPOINT_URL")  # boto3 reads it by itself from 1.28 on.
    region = os.environ.get("AWS_REGION")  # and this one never: it goes by AWS_DEFAULT_REGION.
    sns = boto3.client("sns", endpoint_url=endpoint, region_name=region, config=Config(retries=retries))
    published = 0
    for batch in batches(records):
        message = f'{{"source":{json.dumps(SOURCE)},"records":[{",".join(batch)}]}}'
        body = base64.b64encode(gzip.compress(message.encode())).decode()
        if len(body) > MAX_SNS_BYTES:
            raise PublishError(f"a record is too large for SNS ({len(message)} bytes): publish it over the intake")
        encoding = {"Content-Encoding": {"DataType": "String", "StringValue": "gzip"}}
        sns.publish(TopicArn=topic, Message=body, MessageAttributes=encoding)
        published += len(batch)
    return published


# A run.


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--dry-run", action="store_true", help="prints the records, one a line, and sends nothing")
    arguments.add_argument("--proc", default="/proc", help="where the kernel shows its processes (%(default)s)")
    options = arguments.parse_args()
    started = now()
    records, fault = [], None
    try:
        if not Path(options.proc).is_dir():
            raise NotADirectoryError(options.proc)
        records = list(collect(options.proc))
    except (OSError, ValueError) as error:
        fault = f"cannot read {options.proc}: {error!r}"
    claims = sum(record["kind"] == "resource" and record["type"] == OWNED for record in records)
    parent = {"type": "Host", "name": HOST}
    sweep = {"kind": "sweep", "resourceType": OWNED, "parent": parent, "startedOn": started, "count": claims}
    if options.dry_run:
        for record in [*records, sweep] if claims else records:
            print(json.dumps(record))
    else:
        published = publish(records)
        outcome = "failed" if fault else "ok" if claims else "empty"
        run = {"startedOn": started, "endedOn": now(), "outcome": outcome, "records": published}
        closing = [reading({"type": "Collector", "name": SOURCE}, "CollectorRun", run)]
        # Only a complete run may say that what it did not name is gone.
        publish([sweep, *closing] if outcome == "ok" else closing)
        print(f"{SOURCE}: {outcome}, {published} records published", file=sys.stderr)
    if fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    try:
        main()
    except (PublishError, BotoCoreError, ClientError) as error:
        sys.exit(f"error: {error}")
