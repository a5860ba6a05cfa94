"""The command ``share``: one page, served from here, on which others follow a session in a browser."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import secrets
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ikewizard.cli.ladders import Ladders
from ikewizard.cli.live import LOOK_EVERY, LiveMask, Watch, store_in
from ikewizard.cli.paths import trees_at
from ikewizard.cli.share_console import Console, Piped, Terminal
from ikewizard.cli.share_options import Place, listen, place_of
from ikewizard.cli.shared_page import need_extra
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.sessions.choosing import find
from ikewizard.sessions.tail import News, Tail

if TYPE_CHECKING:
    import socket

    from ikewizard.report.masking import Level
    from ikewizard.web.page import Page
    from ikewizard.web.teller import Teller

LOG_COMES_WITHIN = 100
"""Looks for which the text of a log is awaited that was handed in: it is kept after its event."""

_FLUSH = 0.3
_SECRET = 18
"""Bytes of the secret: more than anybody can try, and the address still fits a line of 60 columns."""


def share(arguments: argparse.Namespace) -> int:
    """Serve the page until it is ended, or expires."""
    need_extra()
    place = place_of(arguments)
    store = store_in(arguments.folder)
    # A session is mostly shared before its first answer: never an older one instead.
    session = find(store, arguments.session, even_empty=True)
    knowledge = load(*trees_at(arguments.trees))
    tail = Tail(store.path(session))
    ladders = Ladders(knowledge, store.folder.parent, session)
    console = Piped() if arguments.piped else Terminal()
    if place.warning:
        sys.stderr.write(place.warning)
    if arguments.piped:
        # Ctrl-C is meant for the wizard in front; this one goes when the wizard does.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sharing = Sharing(session, knowledge, arguments.redact, tail, ladders)
    asyncio.run(sharing.serve(place, listen(place), console))
    return 0


class Sharing:
    """One session being shared: what is new goes to the page, unless it is paused."""

    def __init__(
        self, session: str, knowledge: Knowledge, level: Level, tail: Tail, ladders: Ladders
    ) -> None:
        from ikewizard.web.hub import Hub  # noqa: PLC0415 -- only with the extra
        from ikewizard.web.teller import Teller  # noqa: PLC0415 -- see above

        self._session, self._level = session, level
        self._mask = LiveMask(session, knowledge, level)
        self._watch, self._ladders = Watch(tail), ladders
        self._teller: Teller = Teller(knowledge.playbook, self._mask.masker, ladders.draw)
        self._hub = Hub()
        self._awaited = 0
        self._stopping = False
        self._made: Made | None = None

    def pause(self, paused: bool | None = None) -> None:
        """Hold back what is new, or go on."""
        self._hub.pause(not self._hub.paused if paused is None else paused)

    def stop(self) -> None:
        """End the page."""
        self._stopping = True

    async def serve(self, place: Place, door: socket.socket, console: Console) -> None:
        """Serve until it is ended or expires. Raises SessionError when the session goes away."""
        from ikewizard.web.app import Site, make_app  # noqa: PLC0415 -- only with the extra
        from ikewizard.web.gate import Gate  # noqa: PLC0415 -- see above
        from ikewizard.web.page import Page  # noqa: PLC0415 -- see above
        from ikewizard.web.server import Server  # noqa: PLC0415 -- see above

        token = secrets.token_urlsafe(_SECRET)
        until = time.monotonic() + place.seconds
        page = Page(self._hub, self._session, token, self._level, self._teller.picture())
        site = Site(self._hub, Gate(token, until, place.hosts), page.html, page.policy)
        server = Server(make_app(site), place.cert, place.key)
        _on_signals(self.stop)
        # Nobody is given the address before there is something to see.
        await self._look(page)
        serving = asyncio.create_task(server.serve(sockets=[door]))
        end = datetime.now().astimezone() + timedelta(seconds=place.seconds)
        console.opened(place.address(door.getsockname()[1], token), f"{end:%Y-%m-%d %H:%M}")
        try:
            with console.attached(self):
                while not (self._stopping or self._hub.over or serving.done()):
                    console.stands(site.watchers, self._hub.state())
                    await asyncio.sleep(LOOK_EVERY)
                    # The last thing that happens may come together with the end.
                    await self._look(page)
                    if time.monotonic() >= until:
                        self._hub.close("expired")
                        console.stands(site.watchers, "expired")
        finally:
            self._hub.close("finished" if self._hub.ended else "stopped")
            await asyncio.sleep(_FLUSH)
            server.should_exit = True
            await serving

    async def _look(self, page: Page) -> None:
        """Send what is new: made beside the loop, sent from within it all at once."""
        if self._hub.paused:
            return
        self._made = self._made or await asyncio.to_thread(self.make)
        # Whoever pressed pause while it was made meant this, too.
        if self._made is None or self._hub.paused or self._hub.over:
            return
        made, self._made = self._made, None
        if made.anew:
            self._hub.begin_anew()
        page.picture = made.picture
        for message in made.messages:
            self._hub.publish(message)
        self._hub.end(made.ended)

    def make(self) -> Made | None:
        """Take in what is new, and return what is to be sent of it; None where nothing is new."""
        news = self._watch.look()
        if news.anew:
            self._teller.begin_anew()
        messages = self._told(news)
        self._mask.keep()
        if not (messages or news.anew):
            return None
        return Made(news.anew, tuple(messages), self._teller.picture(), self._teller.ended)

    def _told(self, news: News) -> list[dict[str, Any]]:
        if news.events:
            self._mask.know(news.events)
            self._awaited = LOG_COMES_WITHIN
            return self._teller.tell(news.events)
        if self._awaited and self._ladders.lacks(self._teller.story.progress.evidence):
            self._awaited -= 1
            message = self._teller.look_again()
            return [message] if message else []
        return []


@dataclass(frozen=True)
class Made:
    """What is to be sent next: messages, and the page as it stands after them."""

    anew: bool
    messages: tuple[dict[str, Any], ...]
    picture: Mapping[str, str]
    ended: bool


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        # Windows has neither of them here; there the process is simply ended.
        with contextlib.suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), stop)
