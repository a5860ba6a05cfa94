"""What is peculiar to RouterOS exports: wrapped lines, menus written in three ways, secrets among words."""

from __future__ import annotations

import pytest

from ikewizard.settings.units import Configuration
from tests.settings.config_data import read, told, tunnels

PEER = "/ip ipsec peer\nadd address=198.51.100.1/32 name=a\n/ip ipsec identity\nadd peer=a secret={}\n"


def export(text: str) -> Configuration:
    """Return what an export says."""
    return read(text, "unit.rsc", manner="mikrotik")


def digest(text: str) -> str:
    """Return the sealed secret of the one peer of an export."""
    secret = export(text).connections[0].secret
    return secret.digest if secret else ""


@pytest.mark.parametrize(
    "written",
    [
        '"two words and \\"more\\""',
        '"two wor\\\n    ds and \\"more\\""',
        '\\\n    "two words\\_and \\22more\\22"',
    ],
)
def test_a_secret_is_the_same_however_it_is_wrapped(written: str) -> None:
    """Line ends, blanks and quotes that RouterOS writes in its own way do not make a secret another one."""
    plain = PEER.format('"two words and \\"more\\""')
    assert digest(PEER.format(written)) == digest(plain) != ""


@pytest.mark.parametrize("written", ["", '""', "*****", '"cut o'])
def test_a_secret_that_is_not_there_is_not_sealed(written: str) -> None:
    """A secret that is hidden, empty or cut off can never count as another one than the peer's."""
    assert digest(PEER.format(written)) == ""


def test_no_secret_stands_in_a_line_that_is_kept() -> None:
    """Neither values nor lines that were not read hold the text of a secret that stood beside them."""
    configuration = export(
        PEER.format('"hide-me" my-id=fqdn:a.example.com frob=yes')
        + "/ip ipsec identity\nadd peer=other secret=hide-me\nsecret=hide-me\n"
        + "/ip ipsec peer\nadd address=192.0.2.9 dh-group=odd enc-algorithm=odd secret=hide-me\n"
    )
    kept = [value.line for each in configuration.connections for value in each.settings.values()]
    kept += [unread.line for unread in configuration.account.unread]
    assert all("hide-me" not in line.text for line in kept if line)
    assert configuration.connections[0].settings["unique-firewall-identifier"].value == "fqdn:a.example.com"


def test_the_three_ways_to_write_a_menu_say_the_same() -> None:
    """A menu on its own line, before its command, or with slashes: the commands are the same."""
    wanted = told(export(tunnels()["mikrotik"].end("east", "ikev2")))
    for slash in (" ", "/"):
        menu, found = "", []
        for line in tunnels()["mikrotik"].end("east", "ikev2").splitlines():
            menu = line if line.startswith("/") else menu
            if line.startswith("add"):
                found.append(menu.replace(" ", slash) + slash + line)
            elif not line.startswith("/"):
                found.append(line)
        assert told(export("\n".join(found))) == wanted


def test_what_an_old_peer_leaves_unsaid_is_not_taken_from_newer_versions() -> None:
    """Before version 6.44 other algorithms held by default, so that nothing is said of them."""
    old = export("/ip ipsec peer\nadd address=198.51.100.1/32 secret=example\n").connections[0]
    new = export(PEER.format("example")).connections[0]
    assert "phase1-proposals" not in old.settings
    assert new.settings["phase1-dh-group"].value == "group-2, group-14"


def test_a_disabled_peer_identity_or_policy_disables_the_sa() -> None:
    """Whichever of the three is off, no tunnel comes up."""
    text = tunnels()["mikrotik"].end("east", "ikev2")
    for place in ("exchange-mode=", "my-id=", "proposal=site src"):
        broken = export(text.replace(place, f"disabled=yes {place}"))
        assert broken.connections[0].settings["sa-enabled"].value == "no"
    assert export(text).connections[0].settings["sa-enabled"].value == "yes"
