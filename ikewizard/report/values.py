"""What the units do not agree on, with the values of both, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ikewizard.core.facts import FactBook, Finding, Side
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.offers import offer_findings
from ikewizard.logs.outcome import Whose
from ikewizard.logs.sides import side_of
from ikewizard.logs.sighting import Scan
from ikewizard.logs.timeline import attempts
from ikewizard.report.document import Block, Heading, Table
from ikewizard.settings.compare import Difference, disagreeing
from ikewizard.settings.spec import SettingSpec

_NOT_KNOWN = "not known"
Specs = Sequence[SettingSpec]


def sentences(differences: Iterable[Difference]) -> tuple[str, ...]:
    """Return a sentence for each difference: ``Phase 1 DH group: initiator Group 14, responder Group 2``."""
    return tuple(
        f"{each.title}: initiator {each.initiator}, responder {each.responder}.{_more(each)}"
        if each.initiator and each.responder
        else f"{each.title}: {each.why}"
        for each in differences
    )


def _more(difference: Difference) -> str:
    # Of a whole list it is not to be seen where it differs.
    return f" {difference.why}" if ", or " in f"{difference.initiator}{difference.responder}" else ""


def found_differences(findings: Iterable[Finding], specs: Specs) -> tuple[Difference, ...]:
    """Return what the findings of a log show not to agree."""
    return disagreeing(specs, FactBook().add(findings))


def difference_blocks(differences: Sequence[Difference]) -> tuple[Block, ...]:
    """Return the differences as a table; nothing where no value is known."""
    rows = tuple(
        (each.title, each.initiator or _NOT_KNOWN, each.responder or _NOT_KNOWN)
        for each in differences
        if each.initiator or each.responder
    )
    if not rows:
        return ()
    return Heading("What does not agree", 2), Table(("setting", "initiator", "responder"), rows)


def difference_json(differences: Iterable[Difference]) -> list[dict[str, object]]:
    """Return the differences as JSON data; a value that is not known is null."""
    return [
        {
            "setting": each.setting,
            "initiator": each.initiator or None,
            "responder": each.responder or None,
            "agree": each.agree,
            "why": each.why,
        }
        for each in differences
    ]


def values_by_line(
    found: Scan, catalog: Catalog, specs: Specs, side: Side | None
) -> Mapping[int, tuple[str, ...]]:
    """Return for each list of proposals that completes a comparison what it shows not to agree, by line."""
    told: dict[int, tuple[str, ...]] = {}
    for tunnel in attempts(found.sightings):
        own: Side = side or side_of(tunnel.sightings) or "initiator"
        for attempt in tunnel.attempts:
            if any(sighting.signature.what == "phase2-up" for sighting in attempt.sightings):
                continue
            seen = offer_findings(attempt.sightings, tunnel.standing, Whose("", own), catalog.notations)
            for phase in {finding.fact.partition(".")[2] for finding in seen}:
                lists = [finding for finding in seen if finding.fact.endswith(phase)]
                differences = found_differences(lists, specs)
                line = max(finding.source.line for finding in lists)
                if differences:
                    told[line] = (*told.get(line, ()), *sentences(differences))
    return told
