"""Where each row and rule of the guide is carried: the page docs/guide-coverage.md, made from the trees."""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.core.tree import Ask
from ikewizard.knowledge.load import Knowledge
from tests.guide.rows import ROWS, RULES, Row

_HEAD = """# Where the guide is carried

Made from the trees by `pytest tests/guide --golden=write`; a test fails while it is stale.
Each row of the guide's tables and each rule of its prose has an id; what carries it names that id.

"""


def carriers(knowledge: Knowledge) -> dict[str, list[str]]:
    """Return, for every id of a row, rule or check, what names it: ``node nat``, ``step ask-the-isp``."""
    found: dict[str, list[str]] = {}
    for name, what in _named(knowledge):
        places = found.setdefault(name, [])
        if what not in places:
            places.append(what)
    return found


def page(knowledge: Knowledge) -> str:
    """Return the text of the page."""
    carried = carriers(knowledge)
    parts = [_HEAD, "## Rows of the tables\n"]
    parts += [_row(row, carried) for row in ROWS]
    parts.append("## Rules of the prose\n")
    for rule in RULES:
        parts.append(f"### `{rule.id}`\n\n{rule.rule}\n\n{_list(carried.get(rule.id, []))}")
    return "\n".join(parts)


def _row(row: Row, carried: dict[str, list[str]]) -> str:
    causes = ", ".join(f"`{cause}`" for cause in row.cause)
    lines = [f"### `{row.id}`\n", f"In the log of: {row.side}. Causes, in order: {causes}.\n"]
    lines.append(_list(carried.get(row.id, [])))
    for number, check in enumerate(row.checks, start=1):
        steps = ", ".join(carried.get(f"{row.id}/{number}", []))
        lines.append(f"{number}. {check}: {steps}")
    return "\n".join(lines) + "\n"


def _list(places: list[str]) -> str:
    return "".join(f"- {place}\n" for place in places)


def _named(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for guide, what in (*_asked(knowledge), *_advised(knowledge), *_recognised(knowledge)):
        for name in guide:
            yield name, what


def _asked(knowledge: Knowledge) -> Iterator[tuple[tuple[str, ...], str]]:
    for node in knowledge.walk.nodes.values():
        yield node.guide, f"{node.kind} `{node.id}`"
        for choice in node.choices if isinstance(node, Ask) else ():
            yield choice.guide, f"ask `{node.id}`, answer `{choice.value}`"
    for spec in knowledge.walk.settings.values():
        yield spec.guide, f"setting `{spec.id}`"


def _advised(knowledge: Knowledge) -> Iterator[tuple[tuple[str, ...], str]]:
    for cause in knowledge.walk.causes.values():
        yield cause.guide, f"cause `{cause.id}`"
        for step in cause.steps:
            yield step.guide, f"step `{step.id}`"


def _recognised(knowledge: Knowledge) -> Iterator[tuple[tuple[str, ...], str]]:
    for dialect in knowledge.read.dialects:
        for signature in dialect.signatures:
            yield signature.guide, f"signature `{signature.id}`"
        for absence in dialect.absences:
            yield absence.guide, f"absence `{absence.id}`"
