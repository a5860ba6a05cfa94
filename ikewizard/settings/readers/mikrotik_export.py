"""The items of an export: which menu holds them, and which of them belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Interface, IPv6Interface, ip_interface

from ikewizard.settings.desk import Desk
from ikewizard.settings.readers.mikrotik_items import Item, words_of
from ikewizard.settings.readers.routeros import VERBS, Command

_MENUS = {
    "ip ipsec profile": "profile",
    "ip ipsec peer profile": "profile",
    "ip ipsec peer": "peer",
    "ip ipsec identity": "identity",
    "ip ipsec proposal": "proposal",
    "ip ipsec policy": "policy",
    "ip ipsec policy group": "group",
    "ip ipsec mode-config": "mode",
    "ip address": "address",
    "ipv6 address": "address",
}
_KEPT = ("profile", "proposal", "policy")
"""The kinds of which RouterOS always has one item, the default one, which an export only changes."""


@dataclass
class Export:
    """The items of an export by their kind, and what finds them again."""

    items: dict[str, list[Item]] = field(
        default_factory=lambda: {
            kind: [Item({"name": "default"}, default=True)] if kind in _KEPT else []
            for kind in {*_MENUS.values(), "stray"}
        }
    )
    names: dict[tuple[str, str], Item] = field(default_factory=dict)
    of_peer: dict[tuple[str, str], list[Item]] = field(default_factory=dict)
    addresses: list[tuple[IPv4Interface | IPv6Interface, Item]] = field(default_factory=list)

    def index(self) -> None:
        """Note what belongs to which peer, once everything is read."""
        for identity in self.items["identity"]:
            self._note("identity", identity.get("peer"), identity)
        for policy in self.items["policy"]:
            if policy.default or policy.get("template") == "yes":
                if policy.get("template") != "no":
                    self._note("template", policy.get("group") or "default", policy)
            elif policy.get("action") in ("", "encrypt"):
                self._note_policy(policy)
        for item in self.items["address"][:_MOST_ADDRESSES]:
            try:
                self.addresses.append((ip_interface(item.get("address")), item))
            except ValueError:
                continue

    def _note_policy(self, policy: Item) -> None:
        for name in words_of(policy.get("peer")):
            self._note("policy of", name, policy)
        if not policy.get("peer"):
            # Before version 6.44 a policy named the address of its peer only.
            wanted = policy.get("sa-dst-address") or policy.get("dst-address")
            self._note("policy to", "" if wanted == "0.0.0.0" else wanted.partition("/")[0], policy)

    def _note(self, kind: str, whose: str, item: Item) -> None:
        self.of_peer.setdefault((kind, whose), []).append(item)

    def known(self, kind: str, whose: str) -> list[Item]:
        """Return what was noted of ``whose``."""
        return self.of_peer.get((kind, whose), [])

    def named(self, kind: str, name: str) -> Item | None:
        """Return the item of that name, or None."""
        return self.items[kind][0] if name == "default" else self.names.get((kind, name))


_MOST_ADDRESSES = 500


def take(command: Command, export: Export, desk: Desk) -> None:
    """Put what ``command`` says into ``export``, or its lines aside."""
    kind = _MENUS.get(command.menu, "")
    if not command.menu or (command.verb not in VERBS and command.words):
        for line in command.lines:
            if _SECRET.search(line.text):
                desk.irrelevant(line)
            else:
                desk.unread(line, "")
    elif not kind or not command.verb:
        for line in command.lines:
            desk.irrelevant(line)
    else:
        _item(command, kind, export).take(command)


_SECRET = re.compile(r"(?:secret|password)\s*=", re.IGNORECASE)
"""What no line that is listed as unread may hold."""


def _item(command: Command, kind: str, export: Export) -> Item:
    """Return the item that ``command`` adds or changes."""
    text = command.item.removeprefix("find").replace('"', "").strip()
    name = re.search(r"name=(\S+)", text)
    wanted = name[1] if name else text
    items = export.items[kind]
    found: Item | None = None
    if command.verb == "add":
        found = Item({})
        items.append(found)
        export.names[kind, command.words.get("name", "")] = found
    elif "default=yes" in text or wanted == "default":
        found = next((item for item in items[:1] if item.default), None)
    elif re.fullmatch(r"[0-9]{1,6}", wanted) and int(wanted) < len(items):
        found = items[int(wanted)]
    else:
        found = export.names.get((kind, wanted))
    if found is None:
        found = Item({})
        export.items["stray"].append(found)
    return found
