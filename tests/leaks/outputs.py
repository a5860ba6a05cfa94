"""Every output that leaves the program. One that is new is one line in ``OUTPUTS``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ikewizard.cli import run
from ikewizard.cli.history import transcript_text
from ikewizard.cli.ladders import Ladders
from ikewizard.cli.share import Sharing
from ikewizard.core.events import Finished, Started
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level
from ikewizard.sessions.choosing import listed
from ikewizard.sessions.lines import to_line
from ikewizard.sessions.store import SessionStore
from ikewizard.sessions.tail import Tail
from tests.leaks.planted import CONFIGURATIONS, LOGS

LEFT, RIGHT = CONFIGURATIONS
FIRST, SECOND = "zqfile-strongswan.log", "zqfile-fortigate.log"


@dataclass(frozen=True)
class Place:
    """Where the planted inputs lie: files in ``folder``, and a session in the store."""

    folder: Path
    session: str
    knowledge: Knowledge
    said: Callable[[], str]
    """Return what was written to standard output and error since it was last asked for."""

    def ran(self, *arguments: str) -> str:
        """Return what a command writes; ``@name`` is a planted file."""
        given = [str(self.folder / word[1:]) if word.startswith("@") else word for word in arguments]
        run(given)
        return self.said()

    def file(self, name: str, *arguments: str) -> str:
        """Return what a command writes into the file ``name``, and what it says besides."""
        target = self.folder / name
        said = self.ran(*arguments, "-o", f"@{name}")
        return said.replace(str(target), "") + target.read_text(encoding="utf-8")


Output = Callable[[Place, Level], str]
"""What an output is at a level of openness."""


def _diagnosed(form: str, *names: str) -> Output:
    logs = [f"@{name}" for name in names]
    return lambda place, level: place.ran("diagnose", *logs, "--format", form, "--redact", level)


def _explained(*arguments: str) -> Output:
    return lambda place, level: place.ran("explain", *arguments, "--redact", level)


def _compared(form: str) -> Output:
    return lambda place, level: place.ran(
        "compare", f"@{LEFT}", f"@{RIGHT}", "--format", form, "--redact", level
    )


def _full_disk(place: Place, level: Level) -> str:
    # What is printed when a session could not be saved is for the one who typed it: secrets only.
    events = SessionStore(place.folder / "data" / "ikewizard").read(place.session).events
    return transcript_text(events, place.knowledge) if level == "none" else ""


def _shared(*, step_by_step: bool) -> Output:
    """Return the page and all messages of a shared session, its events read at once or one by one."""

    def sent(place: Place, level: Level) -> str:
        data = place.folder / "data" / "ikewizard"
        events = SessionStore(data).read(place.session).events
        path = place.folder / f"{place.session}.jsonl"
        ladders = Ladders(place.knowledge, data, place.session)
        sharing = Sharing(place.session, place.knowledge, level, Tail(path), ladders)
        told = []
        for count in range(1, len(events) + 1) if step_by_step else [len(events)]:
            path.write_bytes(b"".join(map(to_line, events[:count])))
            made = sharing.make()
            assert made
            told.append(json.dumps([*made.messages, dict(made.picture)], ensure_ascii=False))
        path.unlink()
        return "\n".join(told)

    return sent


def _followed(place: Place, level: Level) -> str:
    store = SessionStore(place.folder / "shared")
    if not listed(store):
        events = SessionStore(place.folder / "data" / "ikewizard").read(place.session).events
        assert isinstance(events[0], Started)
        store.begin(events[0])
        store.append(place.session, *events[1:], Finished(events[0].at, "undetermined"))
        store.close()
    return place.ran("follow", "--folder", str(place.folder / "shared"), place.session, "--redact", level)


def _handed_over(place: Place, level: Level) -> str:
    # Who has the session goes on with it: that is told to its owner, and not to whom the file goes.
    (place.folder / "over.jsonl").unlink(missing_ok=True)
    return place.file("over.jsonl", "handover", place.session, "--redact", level)


def _exported(form: str) -> Output:
    return lambda place, level: place.ran("export", "--format", form, "--redact", level)


def _attached(form: str) -> Output:
    """Return the note, the full logs and the index in a folder, and the names of all these files."""

    def written(place: Place, level: Level) -> str:
        folder = place.folder / f"ticket-{form}-{level}"
        place.ran("export", place.session, "--format", form, "--attach", str(folder), "--redact", level)
        files = sorted(folder.iterdir())
        assert files
        return "\n".join(
            [*(file.name for file in files), *(file.read_text(encoding="utf-8") for file in files)]
        )

    return written


OUTPUTS: Mapping[str, Output] = {
    "handover": _handed_over,
    "attach": _attached("github"),
    **{f"export-{form}": _exported(form) for form in ("github", "gitlab", "jira", "html", "json")},
    "card": lambda place, level: place.ran("diagnose", f"@{FIRST}", "--card", "--redact", level),
    "stats": lambda place, level: place.ran("stats") if level == "all" else "",
    "follow": _followed,
    "share": _shared(step_by_step=False),
    "share-step-by-step": _shared(step_by_step=True),
    "export-markdown": lambda place, level: place.ran("export", place.session, "--redact", level),
    "export-text": lambda place, level: place.ran("export", "--format", "text", "--redact", level),
    "export-file": lambda place, level: place.file("ticket.md", "export", "--redact", level),
    **{f"diagnose-{name}": _diagnosed("text", name) for name in LOGS},
    "diagnose-json": _diagnosed("json", FIRST),
    "diagnose-markdown": _diagnosed("markdown", FIRST),
    "diagnose-jsonl": _diagnosed("jsonl", *LOGS),
    "diagnose-table": lambda place, level: place.ran("diagnose", "--table", "@logs", "--redact", level),
    "diagnose-unknown": lambda place, level: place.ran(
        "diagnose", f"@{FIRST}", "--show-unknown", "--redact", level
    ),
    "diagnose-both": lambda place, level: place.ran(
        *("diagnose", "--initiator", f"@{FIRST}", "--responder", f"@{SECOND}", "--redact", level)
    ),
    "diagnose-configurations": lambda place, level: place.ran(
        *("diagnose", f"@{FIRST}", "--initiator-config", f"@{LEFT}", "--responder-config", f"@{RIGHT}"),
        *("--format", "json", "--redact", level),
    ),
    **{f"explain-{name}": _explained(f"@{name}") for name in LOGS},
    "explain-markdown": _explained(f"@{FIRST}", "--format", "markdown"),
    "explain-both": _explained("--initiator", f"@{FIRST}", "--responder", f"@{SECOND}"),
    **{f"compare-{form}": _compared(form) for form in ("text", "json", "markdown")},
    "compare-with": lambda place, level: place.ran(
        "compare", f"@{LEFT}", "--with", "rfc-current", "--redact", level
    ),
    "mirror": lambda place, level: place.ran("mirror", f"@{LEFT}", "--for", "sonicwall", "--redact", level),
    "mirror-many": lambda place, level: place.ran("mirror", f"@{RIGHT}", "--redact", level),
    "error-connection": lambda place, level: place.ran(
        "mirror", f"@{LEFT}", "--connection", "nowhere", "--redact", level
    ),
    # The list is for the one whose sessions they are: secrets only.
    "sessions": lambda place, level: place.ran("sessions") if level == "none" else "",
    "full-disk": _full_disk,
}
