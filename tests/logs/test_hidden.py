"""Logs in which the addresses were hidden before they were handed in."""

from __future__ import annotations

import re

import pytest

import ikewizard
from ikewizard.logs.blocks import blocks
from ikewizard.logs.hidden import with_stand_ins
from ikewizard.logs.scan import scan
from tests.benchmarks.accuracy import CASES, first_of
from tests.shipped import catalog, knowledge

_ADDRESS = re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b")


def _shown(*lines: str) -> str | None:
    found = with_stand_ins(next(blocks(lines)))
    return found and found[0].data.decode()


@pytest.mark.parametrize(
    "hidden",
    [
        "x.x.x.x",
        "X.X.X.X",
        "xx.xxx.xx.xx",
        "203.0.x.x",
        "1.2.3.X",
        "A.B.C.D",
        "74.121.ff.gg",
        "*.*.*.*",
        "10.20.*.*",
    ],
)
def test_parts_that_were_hidden_make_an_address(hidden: str) -> None:
    """A star, or a letter up to three times, stands for a part of an address."""
    assert _shown(f"packet from {hidden}:500: ignoring") == "packet from 240.0.0.1:500: ignoring\n"
    assert _shown(f"looking for {hidden}...{hidden}[vpn]") == "looking for 240.0.0.1...240.0.0.1[vpn]\n"


@pytest.mark.parametrize("hidden", ["<remote>", "<REMOTE IP>", "{{{roadwarriorIp}}}", "*snip*"])
def test_a_word_before_a_port_stands_for_an_address(hidden: str) -> None:
    """And then it does so wherever else it stands."""
    text = _shown(f"from {hidden}[500] to 192.0.2.1[500]", f'"l2tp"[1] {hidden} #1: sent')
    assert text == 'from 240.0.0.1[500] to 192.0.2.1[500]\n"l2tp"[1] 240.0.0.1 #1: sent\n'


@pytest.mark.parametrize(
    "line",
    [
        "07[IKE] <con1|2> retransmit 3 of request with message ID 0",
        "NetworkManager[756]: <info>  [1543391345.3863] vpn-connection[0x55ecb82ee710]",
        "initiating IKE_SA net to vpn.abc.co.uk",
        "www.aaa.example.com",
        "192.0.2.1[500]...198.51.100.2[500]",
    ],
)
def test_what_is_no_address_stays(line: str) -> None:
    """Names of tunnels, of hosts, and levels of a log stand for no address."""
    assert _shown(line) is None


def test_an_address_of_the_range_that_stands_in_leaves_the_log_alone() -> None:
    """Nothing is put in the place of a mark where it could not be told from what was there."""
    assert _shown("from 240.0.0.7[500] to x.x.x.x[500]") is None


def test_what_is_shown_is_what_was_handed_in() -> None:
    """The address that stands in is never seen: not in a line, a peer or a name."""
    lines = [
        'Aug 14 22:22:42 a pluto[9]: "L2TP"[1] x.x.x.x #1: responding to Main Mode from unknown peer x.x.x.x',
        'Aug 14 22:22:43 vpn1 pluto[928]: "L2TP"[1] x.x.x.x #1: something that nobody knows about x.x.x.x',
    ]
    found = scan(lines, catalog())
    assert [each.text for each in found.sightings] == lines[:1]
    assert found.sightings[0].peer == "x.x.x.x"
    assert [each.text for each in found.unknown] == lines[1:]
    assert "240.0.0" not in repr(found.first_lines)


@pytest.mark.parametrize("mark", ["x.x.x.x", "<REMOTE_IP>"])
@pytest.mark.parametrize(
    ("case", "cause"),
    [
        ("psk-v1main-ss", "psk-mismatch"),
        ("psk-v1main-lsw", "psk-mismatch"),
        ("nosa-absent-v1main-ss", "no-matching-sa"),
    ],
)
def test_a_log_without_its_addresses_leads_to_the_same_cause(case: str, cause: str, mark: str) -> None:
    """What a log tells does not hang on the addresses that its owner would not show."""
    text = (CASES / case / "responder.log").read_text(encoding="utf-8")
    lines = _ADDRESS.sub(mark, text).splitlines()
    reading = ikewizard.read_log(lines, catalog(), name="x.log", side="responder")
    assert first_of(ikewizard.diagnose(knowledge().playbook, [reading], {}))[0] == cause
