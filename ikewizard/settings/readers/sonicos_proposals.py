"""Reads the proposals of a SonicOS VPN policy: one command for each algorithm and lifetime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ikewizard.settings.desk import PARTS, DraftChild, DraftConnection
from ikewizard.settings.proposals import TYPES, Proposal
from ikewizard.settings.readers.sonicos_lines import Command
from ikewizard.settings.readers.transforms import authenticates

_Found = Mapping[str, tuple[str, Command]]
ALGORITHMS = {"encryption": "encryption", "authentication": "integrity", "prf": "prf", "dh-group": "groups"}
"""The words of a proposal's commands, and the types of transform that they name."""


def say_phase1(draft: DraftConnection, said: Sequence[Command], unit: Sequence[Command]) -> None:
    """Put down the IKE proposal; ``unit`` holds the one for peers of unknown address, if it counts."""
    found = _algorithms(draft, "phase1-proposals", unit, "proposal")
    own = _algorithms(draft, "phase1-proposals", said, "proposal", "ike")
    found = own or (found if draft.get("ike-version") == "ikev2" else {})
    _say(draft, "phase1-proposals", found)
    _lifetime(draft, "phase1-lifetime", said, "ike")


def say_phase2(child: DraftChild, said: Sequence[Command]) -> None:
    """Put down the IPsec proposal, its protocol and lifetime, and PFS."""
    protocol = _last(said, ("proposal", "ipsec", "protocol"))
    if protocol:
        child.say("phase2-protocol", protocol.word(3), protocol.line)
    child.assume("phase2-protocol")
    _say(child, "phase2-proposals", _algorithms(child, "phase2-proposals", said, "proposal", "ipsec"))
    _lifetime(child, "phase2-lifetime", said, "ipsec")
    secrecy = _last(said, ("proposal", "ipsec", "perfect-forward-secrecy"))
    if secrecy:
        child.say("pfs", "no" if secrecy.off else "yes", secrecy.line)
    if secrecy and not secrecy.off and secrecy.word(3) == "dh-group":
        child.say("pfs-dh-group", secrecy.word(4), secrecy.line)
    child.assume("pfs")


def _last(said: Sequence[Command], words: tuple[str, ...]) -> Command | None:
    return next((each for each in reversed(said) if each.starts(*words)), None)


def _lifetime(draft: DraftConnection | DraftChild, setting: str, said: Sequence[Command], phase: str) -> None:
    given = _last(said, ("proposal", phase, "lifetime"))
    if given and not given.off:
        draft.say(setting, given.word(3), given.line)
    draft.assume(setting)


def _algorithms(
    draft: DraftConnection | DraftChild, setting: str, said: Sequence[Command], *before: str
) -> dict[str, tuple[str, Command]]:
    """Return the algorithm of each type, by the type, with the command that names it."""
    found: dict[str, tuple[str, Command]] = {}
    names = {**PARTS[setting], **({"groups": "phase1-dh-group"} if setting == "phase1-proposals" else {})}
    for word, kind in ALGORITHMS.items():
        command = _last(said, (*before, word))
        if command is None or command.off or kind not in names:
            continue
        value = draft.desk.term(names[kind], command.word(len(before) + 1))
        if value:
            found[kind] = (value, command)
        else:
            draft.desk.unread(command.line, f"unknown algorithm: {command.word(len(before) + 1)}")
    return found


def _say(draft: DraftConnection | DraftChild, setting: str, found: _Found) -> None:
    if not found:
        return
    values = {kind: (value,) for kind, (value, _) in found.items()}
    if setting == "phase1-proposals" and "prf" not in values and "integrity" in values:
        values["prf"] = values["integrity"]
    if any(authenticates(name) for name in values.get("encryption", ())):
        values.pop("integrity", None)
    for _, command in found.values():
        draft.desk.understood(command.line)
    lines = {kind: command.line for kind, (_, command) in found.items()}
    draft.propose(setting, [Proposal(*(values.get(kind, ()) for kind in TYPES))], next(iter(lines.values())))
    for kind, part in PARTS[setting].items():
        if kind in values:
            draft.say(part, values[kind][0], lines.get(kind) or lines.get("integrity"))
