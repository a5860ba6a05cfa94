"""Names are masked by level, alike wherever they stand, and nothing of them is left."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from ikewizard.knowledge.load import Knowledge
from ikewizard.report.document import Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.masking import Level, Masker
from ikewizard.report.private import KeptSpec, Known, PrivateSample, PrivateSpec
from ikewizard.report.pseudonyms import PSEUDONYM, Pseudonyms
from ikewizard.report.redaction import REDACTED
from tests.report.maskers import masker

LEVELS: tuple[Level, ...] = ("public", "all")


def test_a_line_at_each_level(knowledge: Knowledge) -> None:
    """At none only secrets go; public hides the outside, and all the tunnel, the unit and what is inside."""
    line = "Nov 23 13:55:47 fw-kiel charon: 08[IKE] <to-hq|1> 203.0.113.9[500] TS 10.1.0.0/16, psk=planted"
    shown = {level: masker(knowledge, level).text(line) for level in get_args(Level)}
    assert shown["none"] == line.replace("planted", REDACTED)
    assert shown["public"] == shown["none"].replace("203.0.113.9", "PEER-A")
    assert shown["all"] == (
        f"Nov 23 13:55:47 NAME-1 charon: 08[IKE] <NAME-2|1> PEER-A[500] TS NET-1/16, psk={REDACTED}"
    )


@pytest.mark.parametrize(
    ("spellings", "kept"),
    [
        (
            [
                "2001:db8::1",
                "2001:DB8:0:0::1",
                "[2001:db8:0:0:0:0:0:1]:500",
                "2001:db8::0001%eth0",
                "2001:db8::1:500",
            ],
            "PEER6-A",
        ),
        (
            ["198.51.100.7", "198.51.100.007", "198.51.100.7:4500", "::ffff:198.51.100.7", "x:198.51.100.7."],
            "PEER-A",
        ),
        (["198.51.100.7.500 > 198.51.100.7.4500: isakmp", "gw-198-51-100-7", "ip_198_51_100_7"], "PEER-A"),
        (["10.1.0.0/16", "10.1.0.0/255.255.0.0", "10.1.0.0-10.1.255.255", "10.1.0.0 255.255.0.0"], "NET-1"),
        (["permit ip 10.1.0.0 0.0.255.255", "10.1.0.0..10.1.255.255", "10.1.0.0 - 10.1.255.255"], "NET-1"),
        (
            [
                "vpn.kiel.example",
                "VPN.Kiel.Example.",
                "https://vpn.kiel.example:443/x",
                "FQDN/vpn.kiel.example",
            ],
            "NAME-1",
        ),
        (["SPI 0xc1a2b3c4", "SPIs c1a2b3c4_i", "SPI: C1A2B3C4", "spi=3248665540(0xc1a2b3c4)"], "SPI-1"),
        (
            ["C=DE, O=Acme, CN=kiel", "C=DE,O=Acme,CN=kiel", "CN=kiel,O=Acme,C=DE", "/C=DE/O=Acme/CN=kiel"],
            "NAME-1",
        ),
        (["00:1b:21:3c:9d:f8", "00-1B-21-3C-9D-F8"], "MAC-1"),
    ],
)
def test_one_thing_has_one_name(knowledge: Knowledge, spellings: list[str], kept: str) -> None:
    """However it is spelled, the same address, network, name or SPI is masked by the same pseudonym."""
    here = masker(knowledge, "all")
    told = [here.text(f"see '{spelling}' there") for spelling in spellings]
    assert [set(PSEUDONYM.findall(text)) for text in told] == [{kept}] * len(told), told


def test_what_differs_has_two_names(knowledge: Knowledge) -> None:
    """Networks that differ in their size only, and names in their case only, stay apart."""
    here = masker(knowledge, "all", Known("name", "Branch"))
    assert here.text("10.1.0.0/16 === 10.1.0.0/24") == "NET-1/16 === NET-2/24"
    assert here.text("we are 'Branch' and they expect 'branch'") == "we are 'NAME-1' and they expect 'NAME-2'"


@pytest.mark.parametrize(
    "line",
    [
        "Starting IKE charon daemon (strongSwan 5.9.8, Linux 6.18.44-fc-v669, x86_64)",
        "SonicOS Enhanced 6.5.4.4-44n, firmware version 7.0.1.5058, NetExtender v10.2.0.322",
        "unknown critical extension 2.5.29.36, 1.3.6.1.4.1.311.20.2.2",
        "11/23/2026 13:55:47.123 +01:00 lifetime 28800 msgid=1bc8f6c4 message ID 0x9aeb2cf5",
        "received proposals: ESP:AES_GCM_16_128/NO_EXT_SEQ, IKE:AES_CBC_256/HMAC_SHA2_256_128/MODP_2048",
        "netmask 255.255.255.0, 0.0.0.0/0 === ::/0, 127.0.0.1, 224.0.0.251, ff02::1, 0.0.255.255",
        "loaded certificate from '/etc/ipsec.d/certs/local.pem', secrets from /etc/ipsec.secrets",
        "the peer id is wrong, and the remote gateway does not answer; see the policy of both units",
        "sha1 fingerprint 00:1b:21:3c:9d:f8:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77",
        "parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) CERTREQ N(FRAG_SUP) ]",
    ],
)
def test_what_only_looks_private_stays(knowledge: Knowledge, line: str) -> None:
    """Versions, times, object identifiers, masks, algorithms and file names are needed, and tell nothing."""
    assert masker(knowledge, "all").text(line) == line


def test_a_gateway_is_a_peer_and_others_are_hosts(knowledge: Knowledge) -> None:
    """Where the gateways are known, another address of the internet is a host's."""
    here = masker(knowledge, "public", Known("peer", "198.51.100.7"))
    assert here.text("ping 192.0.2.80 through 198.51.100.7") == "ping HOST-1 through PEER-A"


def test_a_name_that_is_told_later_is_masked_before(knowledge: Knowledge) -> None:
    """In one document, what a later line shows to be a name is one in the heading above it, too."""
    document = Document(
        (
            Heading("The tunnel to-kiel", 1),
            Table(("to-kiel", "x"), (("to-kiel", "198.51.100.7"),)),
            Items(("to-kiel is down",)),
            Paragraph("nothing"),
            Quote("08[IKE] <to-kiel|1> initiating", "to-kiel.log:3"),
        )
    )
    masked = masker(knowledge, "all").document(document)
    assert "to-kiel" not in repr(masked)
    assert "198.51.100.7" not in repr(masked)
    assert masker(knowledge, "none").document(document) == document


def test_data_keeps_its_words_and_loses_its_names(knowledge: Knowledge) -> None:
    """Of JSON data the keys and the program's own ids stay, whatever a tunnel is called."""
    here = masker(knowledge, "all", Known("name", "pfs-mismatch", "all"), Known("file", "kiel.log"))
    told = here.value({"id": "pfs-mismatch", "file": "kiel.log", "line": 3, "text": ["kiel.log", None]})
    assert told == {"id": "pfs-mismatch", "file": "FILE-1", "line": 3, "text": ["FILE-1", None]}


def test_how_much_was_masked_is_told_without_a_value(knowledge: Knowledge) -> None:
    """The report counts the things of each kind, and the secrets; at level none there is none."""
    here = masker(knowledge, "all")
    here.text("198.51.100.7 198.51.100.7 192.0.2.1 <to-kiel|1> psk=planted")
    assert here.replaced() == ("1 secret", "2 gateways", "1 name")
    assert [type(block) for block in here.section()] == [Heading, Items, Paragraph]
    assert masker(knowledge, "none").section() == ()
    assert masker(knowledge, "none").replaced() == ()


def test_pseudonyms_go_on_where_they_were(knowledge: Knowledge) -> None:
    """With those of an earlier run the same things have the same names, and new ones get others."""
    first = masker(knowledge, "public")
    first.text("198.51.100.7 vpn.kiel.example")
    again = Masker("all", knowledge.scan.secrets, first.names, private=knowledge.private)
    told = again.text("192.0.2.1 198.51.100.7 <to-kiel|1> vpn.kiel.example")
    assert told == "PEER-B PEER-A <NAME-2|1> NAME-1"


def test_a_pseudonym_that_was_there_before_is_not_given(knowledge: Knowledge) -> None:
    """Text that somebody masked before stays as it is, and its names are not given to others."""
    assert masker(knowledge, "all").text("PEER-A and 198.51.100.7") == "PEER-A and PEER-B"


def test_peers_are_counted_in_letters() -> None:
    """After Z comes AA, and no name comes twice."""
    pseudonyms = Pseudonyms()
    made = [pseudonyms.of("peer", str(number)) for number in range(800)]
    assert (made[0], made[25], made[26], made[-1]) == ("PEER-A", "PEER-Z", "PEER-AA", "PEER-ADT")
    assert len(set(made)) == 800


def test_every_form_masks_its_samples(knowledge: Knowledge) -> None:
    """At the level of its form, everything that a sample names is gone, with all forms together."""
    for form in knowledge.private.forms:
        for sample in form.samples:
            clean = masker(knowledge, form.level).text(sample.line)
            left = [one for one in sample.private if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", clean)]
            assert not left, (form.id, clean)


def test_what_is_kept_is_kept(knowledge: Knowledge) -> None:
    """The samples of what only looks private come out as they are."""
    for kept in knowledge.private.kept:
        for sample in kept.samples:
            assert all(one in masker(knowledge, "all").text(sample.line) for one in sample.private), kept.id


@pytest.mark.parametrize(("pattern", "source"), [("x (?P<private>y)", ""), ("x y", "s")])
def test_a_form_that_is_not_whole_is_refused(pattern: str, source: str) -> None:
    """A form needs its source and its group; so does what is kept."""
    sample = PrivateSample("a", ("a",))
    with pytest.raises(ValueError, match=r"source|group"):
        PrivateSpec("x", "name", "all", pattern, (sample,), ("b",), source=source)
    with pytest.raises(ValueError, match="group"):
        KeptSpec("x", "y", (sample,))
