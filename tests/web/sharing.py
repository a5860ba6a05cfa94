"""A session that is shared, without a server: what happens in it, and who asks for its page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("starlette")

from ikewizard.core.events import Event, EvidenceGiven
from ikewizard.report.document import Document, Paragraph, Quote
from ikewizard.report.masking import Masker
from ikewizard.report.redaction import SecretSpec
from ikewizard.web.app import Site, make_app
from ikewizard.web.gate import Gate
from ikewizard.web.hub import Hub
from ikewizard.web.page import Page
from ikewizard.web.teller import Teller
from tests.report.stories import EVIL, PLAYBOOK
from tests.web.asking import Answer, ask

TOKEN = "k" * 43


def ladders(pieces: Sequence[EvidenceGiven]) -> Document:
    """Return a drawing where there is evidence."""
    return Document((Paragraph(EVIL), Quote("<pre> |-->| secret: hunter22 </pre>")) if pieces else ())


class Shared:
    """A session that is shared, its site, and a client that asks for it."""

    def __init__(self, secrets: Sequence[SecretSpec] = ()) -> None:
        self.now = 100.0
        self.teller = Teller(PLAYBOOK, Masker("public", secrets), ladders)
        self.hub = Hub()
        self.page = Page(self.hub, "abcdef", TOKEN, "public", self.teller.picture())
        gate = Gate(TOKEN, 1000.0, frozenset({"127.0.0.1"}))
        self.site = Site(self.hub, gate, self.page.html, self.page.policy, lambda: self.now)
        self.app = make_app(self.site)

    def tell(self, *events: Event) -> None:
        """Let something happen."""
        for message in self.teller.tell(events):
            self.hub.publish(message)
        self.page.picture = self.teller.picture()

    def get(self, path: str, **headers: str) -> Answer:
        """Return the answer to a plain request."""
        return ask(self.app, path, headers={name.replace("_", "-"): text for name, text in headers.items()})

    def stream(self, after: str = "") -> list[tuple[str, dict[str, Any]]]:
        """Return the messages (id and data) that somebody gets who asks now, when nothing comes any more."""
        self.hub.close("stopped")
        text = self.get(f"/{TOKEN}/events", **({"last_event_id": after} if after else {})).text
        found = re.findall(r"^id: (\S+)\ndata: (.*)\n$", text, re.MULTILINE)
        return [(number, json.loads(data)) for number, data in found]
