"""A comparison for people: what breaks the tunnel, the settings side by side, and what is weak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ikewizard.core.facts import NOT_VERIFIED
from ikewizard.core.playbook import Playbook
from ikewizard.report.baseline import profile_items
from ikewizard.report.comparison import Compared, Comparison, Direction
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.report.explain import ASSUMED
from ikewizard.report.narrative import conclusion_document, step_lines
from ikewizard.settings.compare import Difference
from ikewizard.settings.normal import in_words
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Configuration

_AGREE = {"yes": "yes", "no": "NO", "unknown": "?"}


def comparison_document(
    found: Comparison,
    playbook: Playbook,
    configurations: Sequence[Configuration],
    flaws: Mapping[str, str],
    specs: Mapping[str, SettingSpec],
) -> Document:
    """Return the comparison for people: everything that the machine-readable one holds, in words."""
    return Document(tuple(_blocks(found, playbook, configurations, flaws, specs)))


def _blocks(
    found: Comparison,
    playbook: Playbook,
    configurations: Sequence[Configuration],
    flaws: Mapping[str, str],
    specs: Mapping[str, SettingSpec],
) -> Iterator[Block]:
    main = found.main
    if main is None:
        yield Heading("Nothing to compare", 1)
        yield Paragraph("No connection of one unit meets one of the other.")
        yield from _alone(found)
        yield from _accounts(configurations)
        return
    yield Heading(_title(main), 1)
    if main.meeting.guess:
        yield Paragraph(
            f"That these two connections belong together ({main.name}) is a guess: neither addresses nor "
            "identities show it. Choose others with --connection NAME."
        )
    if len(found.pairs) > 1:
        yield from _pairs(found)
    yield from _what_breaks(main, playbook)
    if found.proposal:
        yield Heading(f"Settings that both units could use: {found.proposal.title}", 2)
        yield profile_items(found.proposal, specs)
    yield from _side_by_side(main)
    yield from _assumed(main, specs)
    yield from _secrets(main, flaws)
    if found.advice:
        yield Heading("Weak choices (they do not break the tunnel)", 2)
        yield Items(tuple(_advice(found, specs)))
    yield from _alone(found)
    yield from _accounts(configurations)


def _title(main: Compared) -> str:
    if main.verdict == "cause-found":
        return "The settings disagree"
    return (
        "The settings disagree in several places"
        if main.verdict == "possible-causes"
        else ("No disagreement that would break the tunnel")
    )


def _pairs(found: Comparison) -> Iterator[Block]:
    yield Heading("The connections that meet", 2)
    rows = tuple(
        (
            pair.name,
            "a guess" if pair.meeting.guess else "yes",
            "disagree" if pair.forward.tunnel.causes or pair.backward.tunnel.causes else "agree",
        )
        for pair in found.pairs
    )
    yield Table(("connection", "belong together", "settings"), rows)
    yield Paragraph(f"What follows is about {found.pairs[0].name}.")


def _what_breaks(main: Compared, playbook: Playbook) -> Iterator[Block]:
    ways: Sequence[Direction] = (main.forward, main.backward)
    alike = main.forward.tunnel.causes == main.backward.tunnel.causes
    if alike and not main.forward.tunnel.causes:
        agreed = [each.title for each in main.forward.differences if each.agree == "yes"]
        yield Paragraph(
            "Whoever initiates, these settings let the tunnel come up. If it does not, the cause lies "
            "elsewhere: on the path, in a certificate, or in what the configurations do not show."
        )
        if agreed:
            yield Paragraph(f"Found to agree: {', '.join(agreed)}.")
        return
    if alike:
        yield Paragraph("It fails whoever of the two initiates.")
        ways = ways[:1]
    for way in ways:
        if not alike:
            yield Heading(f"When {way.initiator} initiates", 2)
            if not way.tunnel.causes:
                yield Paragraph("This way round the settings agree.")
                continue
        yield from _disagreements(way)
        yield from conclusion_document(way.tunnel.situation, playbook).blocks
        yield from _steps(way, playbook)


def _disagreements(way: Direction) -> Iterator[Block]:
    broken = [each for each in way.differences if each.agree == "no" and each.breaks]
    for each in broken:
        where = f" It fails at: {each.fails_at}." if each.fails_at else ""
        yield Paragraph(
            f"{each.title}: {way.initiator} has {each.initiator}, {way.responder} has {each.responder}. "
            f"{each.why}{where}{f' {ASSUMED}' if each.unverified else ''}"
        )


def _steps(way: Direction, playbook: Playbook) -> Iterator[Block]:
    conclusion = way.tunnel.situation.conclusion
    for suspect in conclusion.suspects if conclusion else ():
        yield Heading(f"Steps: {suspect.cause.title}", 2)
        for number, step in enumerate(suspect.steps, start=1):
            yield Heading(f"Step {number}", 3)
            yield Paragraph(step.text)
            yield Items(step_lines(step, playbook, way.book))
        yield Paragraph(f"It is fixed when: {suspect.cause.verify}")


def _side_by_side(main: Compared) -> Iterator[Block]:
    yield Heading("Side by side", 2)
    way = main.forward
    rows = [_row(each) for each in sorted(way.differences, key=_place) if each.counts]
    yield Table(("setting", way.initiator, way.responder, "agree"), tuple(rows))


def _place(each: Difference) -> int:
    if each.agree == "no":
        return 0 if each.breaks else 1
    return 2 if each.agree == "unknown" else 3


def _row(each: Difference) -> tuple[str, str, str, str]:
    agree = "differ, breaks nothing" if each.agree == "no" and not each.breaks else _AGREE[each.agree]
    return (each.title, each.initiator or "not known", each.responder or "not known", agree)


def _assumed(main: Compared, specs: Mapping[str, SettingSpec]) -> Iterator[Block]:
    """Yield what a configuration does not say, so that its unit's default was taken for it."""
    met = main.meeting
    ours = met.ours.values(met.our_child, "initiator")
    theirs = met.theirs.values(met.their_child, "responder")
    told = [
        f"{unit}: {specs[setting].title} {in_words(specs[setting], value.value)}"
        f"{', in part' if value.line else ''}{f' {NOT_VERIFIED}' if value.unverified else ''}"
        for unit, values in ((main.forward.initiator, ours), (main.forward.responder, theirs))
        for setting, value in values.items()
        if value.default and not (value.line and specs[setting].part_of)
    ]
    if told:
        yield Heading("Not set, so the default", 2)
        yield Items(tuple(told))


def _secrets(main: Compared, flaws: Mapping[str, str]) -> Iterator[Block]:
    told = []
    for unit, connection in (
        (main.forward.initiator, main.meeting.ours),
        (main.forward.responder, main.meeting.theirs),
    ):
        if connection.secret:
            told += [f"{unit}: {flaws[flaw]}" for flaw in connection.secret.flaws if flaw in flaws]
    if told:
        yield Heading("About the shared secrets", 2)
        yield Items(tuple(told))


def _advice(found: Comparison, specs: Mapping[str, SettingSpec]) -> Iterator[str]:
    for unit, advice in found.advice:
        spec = specs[advice.choice.setting]
        values = ", ".join(in_words(spec, value) for value in advice.values)
        yield (
            f"{unit}: {spec.title} {values}. {advice.choice.why} Better: {advice.choice.instead} "
            f"({advice.choice.source})"
        )


def _alone(found: Comparison) -> Iterator[Block]:
    if found.alone:
        yield Heading("Connections that meet nothing", 2)
        yield Items(tuple(f"{unit}: {name}" for unit, name in found.alone))


def _accounts(configurations: Sequence[Configuration]) -> Iterator[Block]:
    for each in configurations:
        account = each.account
        yield Paragraph(
            f"{each.name} ({each.dialect}): {account.read} lines read, {account.understood} understood, "
            f"{account.irrelevant} of no weight, {len(account.unread)} not read."
        )
        if account.unread:
            yield Items(
                tuple(_unread(one.line.file, one.line.number, one.why) for one in account.unread[:20])
            )


def _unread(file: str, number: int, why: str) -> str:
    return f"{file}:{number} was not read{f': {why}' if why else ''}"
