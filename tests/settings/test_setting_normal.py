"""Normal forms: what is accepted, what is refused and how, for any input whatsoever."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, collapse_addresses, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.errors import InputError
from ikewizard.settings.normal import MAX_TEXT, normal
from ikewizard.settings.spec import SettingSpec, SettingValue, spelling_key
from tests.settings.settings_data import SPECS

NETWORKS = SPECS["local-networks"]
ADDRESS = SPECS["peer-gateway"]
NUMBER = SPECS["phase1-lifetime"]
TEXT = SPECS["sa-name"]
specs = st.sampled_from(list(SPECS.values()))
# Close to what is accepted, so that more than the first check of each reader is reached.
nearly = st.text(alphabet="0123456789abcdefhms.,;:/- %[]*xnoy\u2013\u00b2\x1b\x00", max_size=60)


def _value_or_refusal(spec: SettingSpec, text: str) -> str | InputError:
    try:
        return normal(spec, text)
    except InputError as error:
        return error


@given(specs, st.one_of(st.text(), nearly))
def test_any_text_is_normalised_or_refused(spec: SettingSpec, text: str) -> None:
    """Any input gives a normal form, which stays as it is, or an InputError with a hint."""
    read = _value_or_refusal(spec, text)
    if isinstance(read, InputError):
        assert read.hint
        assert read.what.isprintable()
        assert len(read.what) < 400
    else:
        assert read
        assert read.isprintable()
        assert normal(spec, read) == read


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.id)
def test_what_holds_no_value_is_refused(spec: SettingSpec) -> None:
    """Nothing, the word for not knowing, and endless input are no value of any setting."""
    texts = ("", "   ", "\x00", "unknown", " Unknown ", "x" * (MAX_TEXT + 1), "9" * 6000, "," * 5000)
    taken = [text[:40] for text in texts if not isinstance(_value_or_refusal(spec, text), InputError)]
    assert taken == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("28800", "28800"),
        ("28800 s", "28800"),
        ("28800s", "28800"),
        ("28,800 seconds", "28800"),
        ("8h", "28800"),
        ("8 Hours", "28800"),
        ("480 min", "28800"),
        ("1 day", "86400"),
        ("1.5 h", "5400"),
        ("1h 30m", "5400"),
        ("1 hour and 30 minutes", "5400"),
        ("1 day, 2 h", "93600"),
        ("2w", "1209600"),
        ("0", "0"),
    ],
)
def test_times(text: str, value: str) -> None:
    """Times in any usual unit become seconds."""
    assert normal(NUMBER, text) == value


@pytest.mark.parametrize("text", ["h", "8 x", "500ms", "-5", "8 30", "0.3 s", "1,5 h", "8h30", "1e5", "٣ h"])
def test_what_is_no_time(text: str) -> None:
    """An unknown unit, a sign, a missing unit and a part of a second are refused."""
    with pytest.raises(InputError, match="is not a"):
        normal(NUMBER, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("192.168.1.0/24", "192.168.1.0/24"),
        ("192.168.1.77/24", "192.168.1.0/24"),
        ("192.168.1.0 255.255.255.0", "192.168.1.0/24"),
        ("192.168.1.0/255.255.255.0", "192.168.1.0/24"),
        ("192.168.1.0 0.0.0.255", "192.168.1.0/24"),
        ("192.168.1.7", "192.168.1.7/32"),
        ("192.168.1.0/24 192.168.0.0/24", "192.168.0.0/23"),
        ("10.2.0.0 255.255.0.0 10.1.0.0/16", "10.1.0.0/16, 10.2.0.0/16"),
        ("10.2.0.0/16\n10.1.0.0/16", "10.1.0.0/16, 10.2.0.0/16"),
        ("192.168.1.0 - 192.168.1.255", "192.168.1.0/24"),
        ("192.168.1.0\u2013192.168.1.255", "192.168.1.0/24"),
        ("192.168.1.4-7", "192.168.1.4/30"),
        ("any", "0.0.0.0/0"),
        ("Any Address", "0.0.0.0/0"),
        ("0.0.0.0", "0.0.0.0/0"),
        ("0.0.0.0 0.0.0.0", "0.0.0.0/0"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("::", "::/0"),
        ("2001:DB8::/32; 10.0.0.0/8", "10.0.0.0/8, 2001:db8::/32"),
        ("2001:db8::-2001:db8::1", "2001:db8::/127"),
    ],
)
def test_networks(text: str, value: str) -> None:
    """Prefixes, masks, wildcards, ranges and hosts all become prefixes, sorted and joined."""
    assert normal(NETWORKS, text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("LAN Subnets", "lan"),
        ("192.168.1.0/33", "33"),
        ("192.168.1.0 255.0.255.0", "255"),
        ("10.1.1.1 0.0.0.0", "two ways"),
        ("10.0.0.9-10.0.0.1", "greater"),
        ("10.0.0.1-2001:db8::1", "not a range"),
        ("branch-office", "not a range"),
        ("fe80::1%eth0", "zone"),
        ("010.0.0.1", "010"),
        (",".join(f"10.{a}.{b}.0/25" for a in range(3) for b in range(200)), "more than"),
        (",".join("::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe" for _ in range(400)), "more than"),
    ],
)
def test_what_is_no_network(text: str, why: str) -> None:
    """What cannot be read as networks is refused with the part that is wrong."""
    with pytest.raises(InputError, match=why) as caught:
        normal(NETWORKS, text)
    assert "192.168.1.0 255.255.255.0" in caught.value.hint


@given(
    st.lists(st.ip_addresses(v=4).flatmap(lambda a: st.integers(0, 32).map(lambda n: f"{a}/{n}")), min_size=1)
)
def test_networks_cover_the_same_addresses(texts: list[str]) -> None:
    """However a list is ordered or repeated, the normal form is the smallest list of the same networks."""
    networks = [ip_network(text, strict=False) for text in texts]
    value = normal(NETWORKS, ", ".join(texts))
    assert value == normal(NETWORKS, " ".join(reversed(texts + texts)))
    expected = sorted(collapse_addresses(n for n in networks if n.version == 4))
    assert [ip_network(part) for part in value.split(", ")] == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("[2001:DB8:0::1]", "2001:db8::1"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("VPN.Example.COM.", "vpn.example.com"),
        ("branch-1", "branch-1"),
        ("none", "none"),
        ("%any", "none"),
        ("0.0.0.0", "none"),
        ("::", "none"),
        ("any.", "none"),
        ("[any]", "none"),
        ("192.0.2.7, 198.51.100.7", "192.0.2.7, 198.51.100.7"),
        ("10.1.2.3/8", "10.0.0.0/8"),
        ("192.0.2.0-192.0.2.3", "192.0.2.0/30"),
        ("192.0.2.1, %any", "none"),
    ],
)
def test_addresses(text: str, value: str) -> None:
    """Addresses and host names have one spelling, and so has having none."""
    assert normal(ADDRESS, text) == value


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3",
        "300.1.1.1",
        "203.0.113.1/99",
        "a b",
        "a..b",
        "-a.example",
        "b\u00fccher.example",
        "fe80::1%eth0",
        "a" * 64,
        "unknown.",
    ],
)
def test_what_is_no_address(text: str) -> None:
    """A broken address, a broken network, and what no host can be called are refused."""
    with pytest.raises(InputError, match="Peer gateway"):
        normal(ADDRESS, text)


def is_some_address(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is one at all, however it is written (::ffff:0:0 is 0.0.0.0)."""
    plain = getattr(address, "ipv4_mapped", None) or address
    return not plain.is_unspecified


@given(st.ip_addresses().filter(is_some_address))
def test_an_address_stays_that_address(text: object) -> None:
    """Every address is read as the address that it is."""
    read = ip_address(normal(ADDRESS, str(text)))
    assert read in (text, getattr(text, "ipv4_mapped", None))


def test_texts_keep_their_letters_and_lose_what_controls_a_terminal() -> None:
    """A name is stripped, its case kept, and escapes, NULs and writing direction marks are dropped."""
    assert normal(TEXT, " Branch\tOffice \n") == "Branch Office"
    assert normal(TEXT, "a\x1b[31m\x00\u202eb") == "a[31mb"
    with pytest.raises(InputError):
        normal(TEXT, "x" * 256)


def test_lists_only_where_one_shared_value_is_enough() -> None:
    """Several values are one value where the units must share one, in one order, and an error elsewhere."""
    assert normal(SPECS["phase1-encryption"], "AES-256; 3des,aes256 ,") == "3des, aes-256-cbc"
    with pytest.raises(InputError):
        normal(SPECS["phase1-encryption"], "aes256, rot13")
    with pytest.raises(InputError):
        normal(SPECS["nat-t"], "yes, no")


def test_a_refusal_names_the_setting_and_what_is_accepted() -> None:
    """The error tells which setting, what was given (harmless to print), and what would do."""
    with pytest.raises(InputError) as caught:
        normal(SPECS["exchange-mode"], "\x1b[2JQuick" + "!" * 200)
    assert caught.value.what.startswith("Exchange mode: '[2JQuick!!!")
    assert len(caught.value.what) < 200
    assert caught.value.hint == "one of: main; aggressive, or several of these with commas"


def test_the_spellings_of_a_setting_are_folded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value is read at every question: then only what is read is folded, not all that it may be."""
    folded: list[str] = []

    def counted(text: str) -> str:
        folded.append(text)
        return spelling_key(text)

    for place in ("spec", "normal"):
        monkeypatch.setattr(f"ikewizard.settings.{place}.spelling_key", counted)
    spec = SettingSpec(
        id="own-cipher",
        title="Cipher",
        kind="choice",
        agree="none",
        ask="Which?",
        look="There.",
        values=(SettingValue("aes", "AES of the test"), SettingValue("des", "DES of the test")),
    )
    assert normal(spec, "A.E.S.") == "aes"
    assert len(folded) == 5
    assert normal(spec, "d e s") == "des"
    assert folded[5:] == ["d e s"]
