"""A load client in a process of its own: keep-alive connections that take requests from one list, as fast as they are answered.

python -m bench.client PORT PLAN --clients 16 --seconds 20 --warmup 3     (prints one JSON object)

A line of the plan is {"m": method, "p": path, "h": {header: value}, "b": body}. It needs nothing but the standard library.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Latencies in ms of what was answered after the warm-up."""

    start: float
    end: float
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    samples: dict[int, str] = field(default_factory=dict)
    last: float = 0.0


def encode(line: str) -> bytes:
    one = json.loads(line)
    body: bytes = one.get("b", "").encode()
    head = [f"{one['m']} {one['p']} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in one.get("h", {}).items()]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head[1:])}
    if headers.get("transfer-encoding") == "chunked":
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return status, b"".join(parts)
    return status, await reader.readexactly(int(headers.get("content-length", 0)))


async def client(port: int, plan: Iterator[bytes], tally: Tally) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in plan:
        began = time.perf_counter()
        if began > tally.end:
            break
        writer.write(request)
        status, body = await answer(reader)
        ended = time.perf_counter()
        if began >= tally.start and ended <= tally.end:
            tally.latencies.append((ended - began) * 1000)
            tally.statuses[status] += 1
            tally.last = ended
            if status >= 400:
                tally.samples.setdefault(status, body[:400].decode("utf-8", "replace"))
    writer.close()


async def run(port: int, plan: list[bytes], clients: int, seconds: float, warmup: float) -> dict[str, object]:
    start = time.perf_counter() + warmup
    tally = Tally(start, start + seconds)
    todo = iter(plan)
    await asyncio.gather(*(client(port, todo, tally) for _ in range(clients)))
    took = max(tally.last - start, 1e-9)
    return {
        "answers": len(tally.latencies),
        "seconds": round(took, 2),
        "rate": round(len(tally.latencies) / took, 1),
        **quantiles(tally.latencies),
        "statuses": dict(tally.statuses),
        "samples": tally.samples,
    }


def quantiles(values: list[float]) -> dict[str, float]:
    ordered = sorted(values) or [0.0]
    return {
        name: round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2)
        for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99))
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("plan")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--warmup", type=float, default=3)
    options = parser.parse_args()
    with open(options.plan, encoding="utf-8") as source:
        requests = [encode(line) for line in source]
    found = asyncio.run(run(options.port, requests, options.clients, options.seconds, options.warmup))
    json.dump(found, sys.stdout)
