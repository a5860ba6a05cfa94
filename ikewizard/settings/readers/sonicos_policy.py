"""A VPN policy of SonicOS that is being read: its networks, and what its Advanced tab holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ikewizard.settings.desk import DraftChild, DraftConnection
from ikewizard.settings.readers.sonicos_lines import Command
from ikewizard.settings.readers.sonicos_objects import Objects, network_of
from ikewizard.settings.units import Line

NO_ADDRESS = ("0.0.0.0", "::", "")
"""What stands where no particular address is given."""
_NAMED = "the policy names the networks on its ends"
_ROUTED = "a tunnel interface has no networks of its own"


@dataclass(frozen=True)
class Policy:
    """A VPN policy that is being read, with the settings of the whole unit."""

    draft: DraftConnection
    child: DraftChild
    said: Sequence[Command]
    unit: Sequence[Command]
    objects: Objects
    routed: bool
    everything: str

    def find(self, *words: str) -> Command | None:
        """Return the last command of the policy that begins with ``words``; the last word counts."""
        return last(self.said, words)

    def of_unit(self, *words: str) -> Command | None:
        """Return the last command of the unit's ``vpn`` settings that begins with ``words``."""
        return last(self.unit, words)

    def understood(self, lines: Iterable[Line]) -> None:
        """Note that ``lines`` were used."""
        for line in lines:
            self.draft.desk.understood(line)


def last(said: Iterable[Command], words: tuple[str, ...]) -> Command | None:
    """Return the last of ``said`` that begins with ``words``: it counts."""
    found = None
    for command in said:
        if command.starts(*words):
            found = command
    return found


def say_networks(policy: Policy) -> None:
    """Put down the networks on both ends, and whether all traffic or DHCP goes through the tunnel."""
    child, draft = policy.child, policy.draft
    child.say("traffic-protocol", "any", default="a policy is not limited to a protocol")
    if policy.routed:
        for setting in ("local-networks", "destination-networks"):
            child.say(setting, policy.everything, default=_ROUTED)
        return
    local, remote = policy.find("network", "local"), policy.find("network", "remote")
    relayed = [each for each in (local, remote) if each and each.word(2) == "dhcp"]
    everything = remote if remote and remote.word(2) == "any" else None
    for setting, given in (
        ("dhcp-relay", relayed[0] if relayed else None),
        ("default-route", everything),
    ):
        if given:
            draft.say(setting, "yes", given.line)
        elif local or remote:
            draft.say(setting, "no", default=_NAMED)
    for command, setting in ((local, "local-networks"), (remote, "destination-networks")):
        if command and not command.off and command not in relayed:
            _say_networks(policy, command, setting)


def _say_networks(policy: Policy, command: Command, setting: str) -> None:
    words = command.words[2:]
    words = words[1:] if words[:1] == ("destination-network",) else words
    if words[:1] == ("any",):
        policy.child.say(setting, policy.everything, command.line)
    elif words[:1] in (("name",), ("group",)) and len(words) > 1:
        named = policy.objects.named(words[1])
        if named is None:
            policy.draft.desk.unread(command.line, f"what '{words[1]}' stands for is not in the text")
            return
        policy.understood(named.lines)
        policy.child.say(setting, ", ".join(named.networks), command.line)
    else:
        found = list(network_of(words))
        if found:
            policy.child.say(setting, ", ".join(found), command.line)
        else:
            policy.draft.desk.unread(command.line, "no network is in it")


def say_advanced(policy: Policy) -> None:
    """Put down NAT before the tunnel, the Default LAN Gateway, and tunnel or transport mode."""
    draft = policy.draft
    translated = [
        each for each in policy.said if each.starts("apply-nat") or each.starts("translated-network")
    ]
    if translated:
        policy.understood(each.line for each in translated)
        nat = [each for each in translated if not each.off and _translates(each)]
        draft.say("apply-nat", "yes" if nat else "no", (nat or translated)[0].line)
    gateway = policy.find("default-lan-gateway")
    if gateway:
        given = not gateway.off and gateway.word(1) not in NO_ADDRESS
        draft.say("default-lan-gateway", gateway.word(1) if given else "none", gateway.line)
    mode = policy.find("transport-mode")
    transport = mode is not None and not mode.off
    policy.child.say(
        "encapsulation",
        "transport" if transport else "tunnel",
        mode.line if mode else None,
        default="" if mode else "tunnel mode when nothing is said",
    )


def _translates(command: Command) -> bool:
    """Return whether addresses are translated: not where every one of them stays ``original``."""
    places = [place for place, word in enumerate(command.words) if word.startswith("translated-")]
    return not places or any(command.word(place + 1) != "original" for place in places)
