"""Nothing that is secret, and at each level nothing that it hides, comes out anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ikewizard.cli.hand_in import Intake
from ikewizard.cli.masks import mask_file
from ikewizard.core.events import Answered, Event, SettingGiven, Started
from ikewizard.core.facts import Side
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.store import SessionStore
from tests.leaks.outputs import OUTPUTS, Place
from tests.leaks.planted import ALL, ANSWERS, CONFIGURATIONS, LOGS, PUBLIC, SECRETS

SESSION = "zzzzzz"
AT = "2026-01-02T10:00:00Z"
LOADING = (
    *("compare", "diagnose", "explain", "export", "follow", "handover", "mirror", "sessions_list", "share"),
    *("stats", "wizard"),
)
"""The commands that load what was compiled. Each has the function from its own import on."""
HIDDEN: dict[Level, tuple[str, ...]] = {
    "none": SECRETS,
    "public": (*SECRETS, *PUBLIC),
    "all": (*SECRETS, *PUBLIC, *ALL),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """Return a folder with the planted files, and a session to which all of them were handed in."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "logs").mkdir()
    for name, text in {**LOGS, **CONFIGURATIONS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in LOGS.items():
        (folder / "logs" / name).write_text(text, encoding="utf-8")
    store = SessionStore(folder / "data" / "ikewizard")
    store.begin(Started(AT, SESSION, "0", "tree"))
    store.append(SESSION, *_events(folder, knowledge))
    store.close()
    for number, text in enumerate(LOGS.values()):
        Attachments(folder / "data" / "ikewizard").keep(SESSION, f"evidence-{number}", text.split("\n"))
    return folder


@pytest.fixture
def place(
    planted: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    knowledge: Knowledge,
) -> Place:
    """Return where the planted inputs lie; the commands share what was compiled of the trees."""
    monkeypatch.setenv("XDG_DATA_HOME", str(planted / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    for module in LOADING:
        monkeypatch.setattr(f"ikewizard.cli.{module}.load", lambda *_: knowledge)

    def said() -> str:
        told = capsys.readouterr()
        return f"{told.out}\n{told.err}"

    return Place(planted, SESSION, knowledge, said)


def _events(folder: Path, knowledge: Knowledge) -> Iterator[Event]:
    intake = Intake(knowledge)
    sides: tuple[Side, Side] = ("initiator", "responder")
    for number, name in enumerate([*LOGS, *CONFIGURATIONS]):
        yield intake.file(str(folder / name)).evidence(sides[number % 2], f"evidence-{number}", AT)
    pasted = intake.text(next(iter(LOGS.values())), "pasted log 9")
    yield pasted.evidence("initiator", "evidence-9", AT)
    for side in sides:
        for setting, value in ANSWERS.items():
            yield SettingGiven(AT, side, setting, value)
    yield Answered(AT, "symptom", 'secret = "zqhexsecret4"')


@pytest.mark.parametrize("level", HIDDEN)
@pytest.mark.parametrize("name", OUTPUTS)
def test_nothing_planted_comes_out(place: Place, name: str, level: Level) -> None:
    """No output shows anything that its level hides, in whatever case it is written."""
    told = OUTPUTS[name](place, level).lower()
    # A line that was wrapped is one again.
    joined = told.replace("\n  ┆ ", "").replace("\n", "")
    leaked = [one for one in HIDDEN[level] if one.lower() in told or one.lower() in joined]
    assert not leaked, told


def test_the_planted_things_would_be_seen(place: Place) -> None:
    """Without masking the outputs are full of them: the test is not blind."""
    told = "".join(OUTPUTS[name](place, "none") for name in OUTPUTS).lower()
    assert {one for one in (*PUBLIC, *ALL) if one.lower() not in told} <= UNSEEN


UNSEEN = {"203-0-113-77"}
"""Planted where no output quotes it."""


def test_the_owner_can_look_it_up(place: Place) -> None:
    """What stands for what is kept for the owner alone, whatever was exported at which level."""
    public = OUTPUTS["export-markdown"](place, "public")
    everything = OUTPUTS["export-markdown"](place, "all")
    assert mask_file(SESSION).stat().st_mode & 0o777 == 0o600
    assert "PEER-A" in public
    assert "PEER-A" in everything
    assert place.ran("masks", SESSION, "PEER-A").split("PEER-A")[-1].strip() in (
        "203.0.113.77",
        "198.51.100.88",
    )
