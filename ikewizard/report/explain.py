"""Findings, contradictions and certainty in words, and as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.causes import Step
from ikewizard.core.conclusion import Conclusion, RuledOut, Suspect
from ikewizard.core.engine import Situation
from ikewizard.core.events import StepResult
from ikewizard.core.facts import SAID, Contradiction, FactBook, Finding, Source
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass
from ikewizard.core.tree import Certainty
from ikewizard.report.document import Block, Heading, Items, Quote

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.core.overtaken import Overtaken

CERTAINTY: Mapping[Certainty, str] = {
    "certain": "certain",
    "likely": "likely",
    "possible": "possible",
}
RESULTS: Mapping[StepResult, str] = {
    "fixed": "fixed it",
    "did-not-help": "did not help",
    "cannot-check": "could not be checked",
}
_QUOTED = ("log", "config")

ASSUMED = "(Rests on a default that could not be verified.)"
"""What is said of a difference where one of the values is not set, and no source tells what it is then."""


@dataclass(frozen=True)
class StepHow:
    """How a step is done on one device, and the units that are such a device."""

    units: tuple[str, ...]
    device: str
    title: str
    text: str
    unverified: bool
    commands: tuple[str, ...] = ()


def place(source: Source) -> str:
    """Return a source with its place: ``responder log, east.log:22``."""
    where = f"{source.file}:{source.line}" if source.file and source.line else source.file
    if not where and source.line:
        where = f"line {source.line}"
    return f"{source.name()}, {where}" if where else source.name()


def fact_title(fact: str, playbook: Playbook) -> str:
    """Return what a fact is about, in words."""
    spec = playbook.facts.get(fact)
    if spec:
        return spec.title
    owner, _, setting = fact.partition(".")
    title = playbook.setting_titles.get(setting, setting)
    if owner == "agree":
        return f"Whether the units agree on: {title}"
    return f"{title} of the {owner}" if owner in ("initiator", "responder") else fact


def statement(finding: Finding, playbook: Playbook) -> str:
    """Return what a finding says: ``What NAT discovery found on the path: No NAT device``."""
    return f"{fact_title(finding.fact, playbook)}: {playbook.label(finding.fact, finding.value)}"


def evidence_blocks(
    findings: Iterable[Finding], playbook: Playbook, answers: str = "your answer"
) -> tuple[Block, ...]:
    """Return the evidence: lines of logs and configurations quoted, then what was said otherwise.

    Each line stands once, with its source, its place, and what it means. ``answers`` is what an answer is
    called: whoever reads a note has not given it.
    """
    quotes: dict[tuple[str, int, str], Finding] = {}
    said: dict[str, None] = {}
    for finding in findings:
        source = finding.source
        if source.kind in _QUOTED and source.text:
            quotes.setdefault((source.file, source.line, source.text), finding)
        elif source.kind == "answer" and source.text:
            said[f"{source.text} ({answers})"] = None
        else:
            words = source.text or statement(finding, playbook)
            meaning = f" - {source.means}" if source.means else ""
            if source.kind == "settings" and source.unverified:
                meaning += f" {ASSUMED}"
            said[f"{words}{meaning} ({place(source)})"] = None
    blocks: list[Block] = [_quote(finding) for finding in quotes.values()]
    return (*blocks, Items(tuple(said))) if said else tuple(blocks)


def _quote(finding: Finding) -> Quote:
    source = finding.source
    return Quote(source.text, f"{place(source)} - {source.means}" if source.means else place(source))


def contradiction_sentences(
    situation: Situation, playbook: Playbook, told: str = "you said"
) -> tuple[str, ...]:
    """Return one sentence for each two sources that cannot both be right, saying which one counts.

    ``told`` is how the words of an answer begin: whoever reads a note has not given it.
    """
    specs = playbook.facts
    return (
        *(
            _contradiction(each, playbook, told)
            for each in situation.book.contradictions(playbook.alike)
            if not (spec := specs.get(each.fact)) or not spec.partial
        ),
        *_overtaken_sentences(situation, playbook, told),
    )


def _overtaken_sentences(situation: Situation, playbook: Playbook, told: str) -> Iterator[str]:
    if not (situation.aside or any(found.source.kind in SAID for found in situation.book.findings)):
        return
    from ikewizard.core.overtaken import overtaken  # noqa: PLC0415 -- to most logs nothing was said

    for found in overtaken(playbook, situation):
        yield _overtaken(found, playbook, told)


def _overtaken(found: Overtaken, playbook: Playbook, told: str) -> str:
    title = fact_title(found.said.fact, playbook)
    said, shown = (_says(each, playbook, told) for each in (found.said, found.shown))
    return f"{title}: {said}; {shown}. What is concluded rests on the latter."


def _contradiction(found: Contradiction, playbook: Playbook, told: str) -> str:
    title = fact_title(found.fact, playbook)
    first, second = (_says(finding, playbook, told) for finding in (found.other, found.kept))
    counts = "the later one" if found.kept.source.name() == found.other.source.name() else "the latter"
    return f"{title}: {first}; {second}. What is concluded rests on {counts}."


def _says(finding: Finding, playbook: Playbook, told: str) -> str:
    source = finding.source
    label = f'"{playbook.label(finding.fact, finding.value)}"'
    if source.kind == "answer":
        return f"{told} {label}"
    if source.kind == "given":
        return f"the command line says {label}"
    where = " of ".join([f"line {source.line}"] * bool(source.line) + [source.file] * bool(source.file))
    return f"the {source.name()}, {where}, shows {label}" if where else f"the {source.name()} shows {label}"


def suspect_line(suspect: Suspect) -> str:
    """Return a cause with how certain it is and why it happens."""
    cause = suspect.cause
    return f"{cause.title} ({CERTAINTY[suspect.certainty]}): {cause.why}"


def ruled_out_line(ruled_out: RuledOut, playbook: Playbook) -> str:
    """Return a cause that was ruled out, why, and which findings speak against it."""
    why = f": {ruled_out.why}" if ruled_out.why else ""
    proof = "; ".join(_proof(finding, playbook) for finding in ruled_out.because)
    return f"{ruled_out.cause.title}{why}{f' ({proof})' if proof else ''}"


def _proof(finding: Finding, playbook: Playbook) -> str:
    return f"{finding.source.text or statement(finding, playbook)} - {place(finding.source)}"


def conclusion_blocks(conclusion: Conclusion, playbook: Playbook) -> Iterator[Block]:
    """Yield the causes that are left in the order to try them, and those that were ruled out."""
    if conclusion.suspects:
        yield Heading("Possible causes, the first to try first" if conclusion.suspects[1:] else "Cause", 3)
        lines = tuple(suspect_line(suspect) for suspect in conclusion.suspects)
        yield Items(lines, ordered=len(lines) > 1)
    if conclusion.node.decide and len(conclusion.suspects) != 1:
        yield Heading("What would decide", 3)
        yield Items((conclusion.node.decide,))
    if conclusion.ruled_out:
        yield Heading("Ruled out", 3)
        yield Items(tuple(ruled_out_line(cause, playbook) for cause in conclusion.ruled_out))


def step_how(step: Step, playbook: Playbook, book: FactBook) -> tuple[StepHow, ...]:
    """Return how ``step`` is done on the devices of the units that it is to be done on.

    Units of the same make are named together; a unit whose make is unknown, or on whose make it is not
    known how the step is done, is left out.
    """
    units: dict[str, list[str]] = {}
    for unit in _units(step):
        device = playbook.devices.get(book.value(f"{unit}.device") or "")
        if device and step.id in device.how:
            units.setdefault(device.id, []).append(unit)
    found = ((playbook.devices[name], names) for name, names in units.items())
    return tuple(
        StepHow(tuple(names), device.id, device.title, how.text, how.unverified, how.commands)
        for device, names in found
        for how in (device.how[step.id],)
    )


def _units(step: Step) -> tuple[str, ...]:
    if step.where in ("initiator", "responder"):
        return (step.where,)
    return ("initiator", "responder") if step.where == "both" else ()


def where_words(step: Step) -> str:
    """Return where a step is to be done, in words."""
    places = {"both": "on both units", "path": "on the path between the units"}
    return places.get(step.where, f"on the {step.where}")
