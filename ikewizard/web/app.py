"""The routes: a page, the same page without a script, and the stream of what happens. All are only read."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ikewizard.web.gate import Gate
from ikewizard.web.hub import Hub

MOST_WATCHERS = 500
SLOWEST = 20.0
"""Seconds within which a follower must take what is sent; he who does not is let go, and may come again."""

STILL_FOR = 15.0
"""Seconds for which who reads the page without a script counts as watching after he loaded it."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_NOTHING_ALLOWED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

Clock = Callable[[], float]


@dataclass
class Site:
    """What is served: the messages, who may see them, and the page (with a script or without).

    ``policy`` is what the page's own script and style are allowed by.
    """

    hub: Hub
    gate: Gate
    page: Callable[[bool], str]
    policy: str
    clock: Clock = time.monotonic
    _still: dict[str, float] = field(default_factory=dict)

    @property
    def watchers(self) -> int:
        """How many follow at this moment."""
        since = self.clock() - STILL_FOR
        self._still = {who: seen for who, seen in self._still.items() if seen > since}
        return self.hub.watchers + len(self._still)

    def saw(self, who: str) -> None:
        """Note that somebody loaded the page without a script."""
        if len(self._still) < MOST_WATCHERS:
            self._still[who] = self.clock()


def make_app(site: Site) -> ASGIApp:
    """Return the application. Whatever is not an address of the page is not found, without a hint why."""
    routes = [
        Route("/{token}", partial(_page, site)),
        Route("/{token}/still", partial(_still, site)),
        Route("/{token}/events", partial(_events, site)),
    ]
    app = Starlette(routes=routes)
    # An address with a stroke too much is as wrong as any other.
    app.router.redirect_slashes = False
    return _Guard(app, site)


class _Guard:
    """Lets through what only reads and names the page as it is called, and marks all that goes out."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope)(scope, receive, partial(self._marked, send))

    def _answer(self, scope: Scope) -> ASGIApp:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Method Not Allowed", 405, {"Allow": "GET, HEAD"})
        if not self._site.gate.knows(Headers(scope=scope).get("host", "")):
            return _not_found()
        return self._app

    @staticmethod
    async def _marked(send: Send, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", _NOTHING_ALLOWED)
        await send(message)


async def _page(site: Site, request: Request) -> Response:
    return _html(site, request, script=True)


async def _still(site: Site, request: Request) -> Response:
    found = _html(site, request, script=False)
    if found.status_code == 200 and request.client:
        site.saw(request.client.host)
    return found


def _html(site: Site, request: Request, *, script: bool) -> Response:
    if not _admits(site, request):
        return _not_found()
    return HTMLResponse(site.page(script), headers={"Content-Security-Policy": site.policy})


async def _events(site: Site, request: Request) -> Response:
    if not _admits(site, request):
        return _not_found()
    if site.hub.watchers >= MOST_WATCHERS:
        return PlainTextResponse("Too many follow already", 503, {"Retry-After": "30"})
    return _Stream(site.hub, request.headers.get("last-event-id", ""))


def _admits(site: Site, request: Request) -> bool:
    return site.gate.admits(request.path_params["token"], site.clock())


def _not_found() -> Response:
    return PlainTextResponse("Not Found", 404)


class _Stream(Response):
    """Server-sent events: each message once it is there, for as long as somebody listens and keeps up."""

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, after: str) -> None:
        super().__init__(None, headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._hub, self._after = hub, after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        await send(start)
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        self._hub.watchers += 1
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._hub.watchers -= 1
            for task in (sending, leaving):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError, TimeoutError, OSError):
                await sending

    async def _send(self, send: Send) -> None:
        async for frame in self._hub.frames(self._after):
            part = {"type": "http.response.body", "body": frame, "more_body": True}
            await asyncio.wait_for(send(part), SLOWEST)
        await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
