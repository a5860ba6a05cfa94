"""The one page: everything in it is there when it is loaded; its script only brings what comes later."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib.resources import files
from string import Template

from ikewizard.report.masking import Level
from ikewizard.web.hub import Hub

RELOAD = 5
"""Seconds after which the page without a script is loaded again."""

STATES = {
    "live": "Live: each answer appears here as it is given.",
    "paused": "Paused at the console: nothing new is shown for now.",
    "ended": "The session has ended.",
    "finished": "The session has ended.",
    "expired": "This page has expired: nothing new is shown.",
    "stopped": "The console shows nothing any more.",
}
_MASKED = {
    "none": "Shared secrets and passwords are blotted out; addresses and names are shown.",
    "public": "Secrets are blotted out; public addresses, names and the like stand under other names.",
    "all": "Secrets are blotted out; every address and name stands under another name.",
}
_TEMPLATE = Template(
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
$reload<title>$title</title>
<style>$style</style>
</head>
<body>
<header>
<h1>IKE tunnel troubleshooting</h1>
<p id="state" data-state="$state">$state_words</p>
</header>
<main id="all" data-last="$last">
<p id="news" role="status"></p>
<section id="now" aria-label="Now">$now</section>
<section class="box" id="found-box"$found_hidden>
<h2>What was found</h2>
<div id="found">$found</div>
</section>
<section class="box" id="course">
<h2>How it went</h2>
<ol id="story">$story</ol>
</section>
<section class="box" id="proof-box"$proof_hidden>
<h2>Evidence</h2>
<div id="proof">$proof</div>
</section>
<section class="box" id="ladder-box"$ladder_hidden>
<h2>The exchange</h2>
<div id="ladder">$ladder</div>
</section>
<section class="box" id="tree-box">
<h2>The tree, and the way taken</h2>
$drawing
<p class="legend">The thick line is the way taken. Circles are questions, boxes settings or conclusions,
diamonds forks that ask nothing. What is faint cannot be reached any more.</p>
<h3>The way in words</h3>
<ol id="way-words">$way_words</ol>
<details>
<summary>The whole tree in words</summary>
$branches
</details>
</section>
</main>
<footer>
<p>Session $session. Times are UTC. This page only shows: nothing can be typed or sent here. $masked</p>
</footer>
$script</body>
</html>
"""
)


@dataclass
class Page:
    """Makes the page of one session out of its ``picture``, which is the one of the last message.

    What was made is kept until something changes. ``token`` is the secret part of its own address.
    """

    hub: Hub
    session: str
    token: str
    level: Level
    picture: Mapping[str, str]

    def __post_init__(self) -> None:
        self._made: dict[bool, tuple[object, str]] = {}

    @cached_property
    def style(self) -> str:
        """The style, as it stands in the page."""
        return _asset("page.css")

    @cached_property
    def script(self) -> str:
        """The script, as it stands in the page."""
        return _asset("page.js")

    @property
    def policy(self) -> str:
        """The policy that lets the page's own style and script run, and nothing else."""
        return (
            f"default-src 'none'; style-src '{_digest(self.style)}'; script-src '{_digest(self.script)}'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    def html(self, script: bool) -> str:
        """Return the page, with its script or (to be loaded again and again) without."""
        stands = (self.hub.last_id, self.hub.state())
        before = self._made.get(script)
        if before is None or before[0] != stands:
            before = self._made[script] = (stands, self._html(script))
        return before[1]

    def _html(self, script: bool) -> str:
        shown = {name.replace("-", "_"): text for name, text in self.picture.items()}
        state = self.hub.state()
        return _TEMPLATE.substitute(
            reload=self._reload(script),
            **{**shown, "title": escape(shown["title"])},
            style=self.style,
            state=state,
            state_words=STATES[state],
            last=self.hub.last_id,
            session=escape(self.session),
            masked=_MASKED[self.level],
            script=f"<script>{self.script}</script>\n" if script else "",
            **{f"{name}_hidden": "" if shown[name] else " hidden" for name in ("found", "proof", "ladder")},
        )

    def _reload(self, script: bool) -> str:
        if self.hub.over:
            return ""
        if not script:
            return f'<meta http-equiv="refresh" content="{RELOAD}">\n'
        still = f"/{escape(self.token)}/still"
        return f'<noscript><meta http-equiv="refresh" content="0; url={still}"></noscript>\n'


def _asset(name: str) -> str:
    return files("ikewizard.web").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
