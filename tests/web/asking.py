"""Asking an application without a server: one request, and all of its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def ask(app: ASGIApp, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to one request; a stream is read to its end."""
    return asyncio.run(_ask(app, scope_of(path, method, headers or {})))


def scope_of(path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a request as a server hands it on."""
    named = {"host": "127.0.0.1:8000", **(headers or {})}
    return {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": unquote(path, errors="surrogateescape"),
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }


async def _ask(app: ASGIApp, scope: dict[str, Any]) -> Answer:
    sent: list[Any] = []
    given = False

    async def receive() -> dict[str, Any]:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": b"x" * 100, "more_body": False}
        await asyncio.sleep(3600)
        raise AssertionError("nobody waits so long")

    async def send(message: Any) -> None:
        sent.append(message)

    await asyncio.wait_for(app(scope, receive, send), 20)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert len(headers) == len(sent[0]["headers"]), "no header twice"
    body = b"".join(message.get("body", b"") for message in sent[1:])
    assert sent[-1].get("more_body", False) is False
    return Answer(sent[0]["status"], headers, body.decode())
