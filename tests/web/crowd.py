"""Many followers at once, each reading the stream of a shared page over a connection of its own.

``python -m tests.web.crowd ADDRESS COUNT``: prints ``ready`` when all have the page's beginning, and when
the stream is over a line of JSON with what each of them got.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from urllib.parse import urlsplit

MOST = 500
LONGEST = 600.0


class Follower:
    """One connection, and the ids of the events that came over it."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.begun = asyncio.Event()
        self.over = False

    async def follow(self, host: str, port: int, path: str) -> None:
        """Read until the stream is over."""
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET {path}/events HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        async for line in reader:
            if line.startswith(b"id: "):
                self.ids.append(int(line.decode().partition(".")[2]))
            self.over = self.over or b'"state":"stopped"' in line or b'"state":"finished"' in line
            if line.startswith(b"event: state"):
                self.begun.set()
        self.begun.set()
        writer.close()

    @property
    def in_order(self) -> bool:
        """Whether it got every event from the first on, each once, and was told the end."""
        return self.over and self.ids == [*range(1, len(self.ids) + 1)]


async def crowd(address: str, count: int) -> dict[str, object]:
    """Follow with ``count`` followers until the page is closed; return how many got what."""
    parts = urlsplit(address)
    assert parts.hostname == "127.0.0.1", "only this machine is asked"
    assert parts.port
    followers = [Follower() for _ in range(min(count, MOST))]
    tasks = [asyncio.create_task(each.follow(parts.hostname, parts.port, parts.path)) for each in followers]
    await asyncio.wait_for(asyncio.gather(*(each.begun.wait() for each in followers)), LONGEST)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.wait_for(asyncio.gather(*tasks), LONGEST)
    return {
        "followers": len(followers),
        "in order": sum(each.in_order for each in followers),
        "events": dict(Counter(len(each.ids) for each in followers)),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(crowd(sys.argv[1], int(sys.argv[2])))) + "\n")
