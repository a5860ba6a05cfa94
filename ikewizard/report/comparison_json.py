"""The machine-readable comparison: the one object that ``ikewizard compare --format json`` prints."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.core.playbook import Playbook
from ikewizard.report.comparison import Compared, Comparison, Direction
from ikewizard.report.json_report import causes_json
from ikewizard.settings.compare import Difference
from ikewizard.settings.units import Configuration


def comparison_json(
    found: Comparison, playbook: Playbook, configurations: Sequence[Configuration]
) -> dict[str, object]:
    """Return a comparison as JSON data: of the pair that matters most, and a line for each other."""
    main = found.main
    worse = _worse(main) if main else None
    return {
        "verdict": main.verdict if main else "undetermined",
        "causes": causes_json(worse.tunnel, playbook) if worse else [],
        "differences": [_difference(each) for each in main.forward.differences] if main else [],
        "directions": [_direction(each) for each in (main.forward, main.backward)] if main else [],
        "connections": [
            {
                "name": pair.name,
                "guess": pair.meeting.guess,
                "verdict": pair.verdict,
                "causes": [*_worse(pair).tunnel.causes],
            }
            for pair in found.pairs
        ],
        "alone": [{"configuration": unit, "connection": name} for unit, name in found.alone],
        "advice": [
            {
                "configuration": unit,
                "setting": advice.choice.setting,
                "values": [*advice.values],
                "why": advice.choice.why,
                "instead": advice.choice.instead,
                "source": advice.choice.source,
            }
            for unit, advice in found.advice
        ],
        "proposed_profile": found.proposal.id if found.proposal else None,
        "lines": [_account(each) for each in configurations],
    }


def _worse(pair: Compared) -> Direction:
    return pair.forward if pair.forward.tunnel.verdict == pair.verdict else pair.backward


def _difference(found: Difference) -> dict[str, object]:
    return {
        "setting": found.setting,
        "title": found.title,
        "initiator": found.initiator,
        "responder": found.responder,
        "agree": found.agree,
        "why": found.why,
        "fails_at": found.fails_at,
        "verified": not found.unverified,
    }


def _direction(found: Direction) -> dict[str, object]:
    return {
        "initiator": found.initiator,
        "responder": found.responder,
        "verdict": found.tunnel.verdict,
        "causes": [*found.tunnel.causes],
        "disagree": [each.setting for each in found.differences if each.agree == "no"],
    }


def _account(found: Configuration) -> dict[str, object]:
    return {
        "file": found.name,
        "dialect": found.dialect,
        "read": found.account.read,
        "understood": found.account.understood,
        "irrelevant": found.account.irrelevant,
        "unread": [
            {"file": each.line.file, "line": each.line.number, "why": each.why}
            for each in found.account.unread
        ],
    }
