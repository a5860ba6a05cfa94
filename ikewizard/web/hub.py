"""What is sent to all followers: made once, kept once, and read by each at his own pace."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

HEARTBEAT = 15.0
"""Seconds of silence after which a line is sent that says nothing, so that nobody thinks it is dead."""

RETRY = 1000
"""Milliseconds after which a browser asks again when the line broke."""

_AT_ONCE = 50

Over = Literal["", "finished", "expired", "stopped"]


class Hub:
    """All messages of a session, as they go out, and whether new ones may.

    A follower is a place in the list and nothing more: a slow one costs no memory, and one who comes
    late or again reads on from where he is. The list begins anew (``generation``) when what was told
    does not stand any more.
    """

    def __init__(self) -> None:
        self.watchers = 0
        self.paused = False
        self.ended = False
        self.over: Over = ""
        self.generation = 1
        self._frames: list[bytes] = []
        self._changed = asyncio.Event()

    @property
    def count(self) -> int:
        """How many messages there are."""
        return len(self._frames)

    @property
    def last_id(self) -> str:
        """The id of the last message."""
        return f"{self.generation}.{len(self._frames)}"

    def publish(self, message: Mapping[str, Any]) -> None:
        """Send one more message to everybody."""
        text = json.dumps(message, separators=(",", ":"))
        # JSON in ASCII has no line end in it that could begin another field.
        self._frames.append(
            f"id: {self.generation}.{len(self._frames) + 1}\ndata: {text}\n\n".encode("ascii")
        )
        self._wake()

    def begin_anew(self) -> None:
        """Forget what was told: everybody begins from the first message that comes now."""
        self.generation += 1
        self._frames = []
        self._wake()

    def pause(self, paused: bool) -> None:
        """Tell everybody that nothing new comes for now, or that it goes on."""
        self.paused = paused
        self._wake()

    def end(self, ended: bool) -> None:
        """Tell everybody that the session is finished (or is not, after all: it may be resumed)."""
        if ended != self.ended:
            self.ended = ended
            self._wake()

    def close(self, why: Over) -> None:
        """Tell everybody that nothing comes any more, and let them go."""
        self.over = self.over or why
        self._wake()

    def state(self) -> str:
        """Return how it stands, in a word."""
        if self.over or self.paused:
            return self.over or "paused"
        return "ended" if self.ended else "live"

    async def frames(self, after: str) -> AsyncIterator[bytes]:
        """Yield what follows the message ``after`` (an id, or nothing), then what comes, until it is over."""
        generation, place = self._place(after)
        told = ""
        yield f"retry: {RETRY}\n\n".encode()
        while True:
            changed = self._changed
            if generation != self.generation:
                yield b"event: anew\ndata: {}\n\n"
                generation, place = self.generation, 0
            while place < len(self._frames):
                yield b"".join(self._frames[place : place + _AT_ONCE])
                place = min(place + _AT_ONCE, len(self._frames))
            if told != self.state():
                told = self.state()
                yield f'event: state\ndata: {{"state":"{told}"}}\n\n'.encode()
            if self.over:
                return
            try:
                await asyncio.wait_for(changed.wait(), HEARTBEAT)
            except TimeoutError:
                yield b": still here\n\n"

    def _place(self, after: str) -> tuple[int, int]:
        generation, _, number = after.partition(".")
        if not (generation.isdecimal() and number.isdecimal() and len(after) < 20):
            return self.generation, 0
        return int(generation), min(int(number), len(self._frames))

    def _wake(self) -> None:
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()
