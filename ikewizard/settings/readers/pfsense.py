"""Reads pfSense's ``config.xml``."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.settings.desk import Desk
from ikewizard.settings.readers.sense_legacy import account, read_legacy
from ikewizard.settings.readers.xml_tree import parse
from ikewizard.settings.units import Line


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down the tunnels of ``<ipsec>``; the rest of the firewall's configuration is of no weight."""
    tree = parse(lines)
    desk.version = tree.root.get("version")
    read_legacy(tree, desk)
    account(tree, desk, tree.root if tree.root.tag == "ipsec" else tree.root.find("ipsec"))
