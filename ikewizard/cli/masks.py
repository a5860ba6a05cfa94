"""What masks the outputs of a command, and where a session's pseudonyms are kept: on this computer only."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Event, EvidenceGiven
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level, Masker

if TYPE_CHECKING:
    from ikewizard.logs.reading import Reading
    from ikewizard.report.private import Known
    from ikewizard.settings.units import Configuration

_SESSION = re.compile(r"[a-z2-7]{1,32}")
_LARGEST = 16 * 2**20
_VERSION = 1


def masker_for(
    knowledge: Knowledge,
    session: str,
    events: Iterable[Event],
    level: Level,
    known: Iterable[Known] = (),
) -> Masker:
    """Return what masks the outputs of a session, with the pseudonyms that it was given before.

    ``known`` is what is private beside what the events tell. Without a ``session`` nothing is looked up.
    What is kept of it and cannot be read is told on standard error, and begun anew.
    """
    secrets = knowledge.scan.secrets
    if level == "none":
        return Masker(level, secrets)
    names = kept_names(session) if session else {}
    told = (*told_by(knowledge, tuple(events)), *known)
    return Masker(level, secrets, names, private=knowledge.private, known=told)


def remember(session: str, masker: Masker) -> None:
    """Keep the pseudonyms of a session, for its owner alone. A disk that refuses is told, and no error."""
    if masker.level == "none" or not session or not _SESSION.fullmatch(session):
        return
    path = mask_file(session)
    data = {"v": _VERSION, "session": session, "names": dict(masker.names)}
    try:
        _write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        _tell(f"{path}: the pseudonyms cannot be kept: {error.strerror or error}")


def masker_of_logs(
    knowledge: Knowledge,
    level: Level,
    readings: Iterable[Reading],
    configurations: Iterable[Configuration] = (),
) -> Masker:
    """Return what masks what is told of logs and configurations outside of a session."""
    if level == "none":
        return masker_for(knowledge, "", (), level)
    from ikewizard.report.known import of_configuration, of_readings  # noqa: PLC0415 -- nothing to mask at none

    settings = knowledge.walk.settings
    known = [*of_readings(readings, settings)]
    known += [each for one in configurations for each in of_configuration(one, settings)]
    return masker_for(knowledge, "", (), level, known)


def tell_replaced(masker: Masker) -> None:
    """Say on standard error how much was masked; nothing at level none."""
    if masker.level != "none":
        told = masker.replaced()
        _tell(f"masked ({masker.level}): {', '.join(told) if told else 'nothing had to be'}")


def mask_file(session: str) -> Path:
    """Return where the pseudonyms of a session are kept."""
    return data_folder() / "masks" / f"{session}.json"


def told_by(knowledge: Knowledge, events: tuple[Event, ...]) -> list[Known]:
    """Return what the events of a session tell to be private: what ``Masker.know`` takes as it goes on."""
    from ikewizard.report.known import of_events, of_sightings  # noqa: PLC0415 -- only where something is masked

    known = [*of_events(events, knowledge.walk.settings)]
    quoted = [
        finding.source.text
        for event in events
        if isinstance(event, EvidenceGiven)
        for finding in event.findings
        if finding.source.kind == "log" and finding.source.text
    ]
    if quoted:
        from ikewizard.logs.scan import scan  # noqa: PLC0415 -- no quoted line, no signatures

        known += of_sightings(scan(dict.fromkeys(quoted), knowledge.catalog).sightings)
    return known


def kept_names(session: str) -> Mapping[str, str]:
    """Return the pseudonyms that a session was given, by what they stand for. None are no error."""
    if not _SESSION.fullmatch(session):
        return {}
    path = mask_file(session)
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        return _names_in(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        plain = str(error) if type(error) is ValueError else "it is damaged"
        reason = getattr(error, "strerror", None) or plain
        _tell(f"{path}: the pseudonyms given before cannot be used, and new ones are given: {reason}")
        return {}


def _names_in(data: object) -> dict[str, str]:
    """Return the pseudonyms in ``data``. Raises ValueError where they are not as this program writes them."""
    from ikewizard.report.pseudonyms import PSEUDONYM  # noqa: PLC0415 -- only where something is masked

    if not isinstance(data, dict) or data.get("v") != _VERSION or not isinstance(data.get("names"), dict):
        raise ValueError("it is not in the form that this program writes")
    names: dict[str, str] = data["names"]
    for text, pseudonym in names.items():
        if not text or not isinstance(pseudonym, str) or not PSEUDONYM.fullmatch(pseudonym):
            raise ValueError("it holds something that is no pseudonym")
    if len(set(names.values())) != len(names):
        raise ValueError("one pseudonym stands for two things in it")
    return names


def _write_whole(path: Path, text: str) -> None:
    import tempfile  # noqa: PLC0415 -- only where something is kept

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        path.parent.chmod(0o700)
    # Made readable by its owner alone; the file is whole or not there.
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _tell(text: str) -> None:
    from ikewizard.logs.decode import clean  # noqa: PLC0415 -- only when there is something to tell

    sys.stderr.write(f"ikewizard: {clean(text)}\n")
