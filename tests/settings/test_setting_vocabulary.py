"""The shipped settings.yaml: complete, unambiguous, and naming only what exists."""

from __future__ import annotations

import pytest

from ikewizard.errors import InputError
from ikewizard.settings.normal import in_words, normal
from ikewizard.settings.spec import SettingSpec, spelling_key
from tests.settings.settings_data import AGREEING, COMPARED, ROOT, SPECS, read

# fmt: off
WANTED = [
    "sa-enabled", "ike-version", "exchange-mode", "own-address", "peer-gateway", "sa-name",
    "unique-firewall-identifier", "authentication-method", "phase1-encryption", "phase1-hash",
    "phase1-prf", "phase1-dh-group", "phase1-offers", "phase1-lifetime", "phase2-protocol",
    "phase2-encryption",
    "phase2-authentication", "pfs", "pfs-dh-group", "phase2-offers", "phase2-esn", "phase2-lifetime",
    "encapsulation",
    "local-networks", "destination-networks", "termination-zone", "apply-nat", "default-route",
    "default-lan-gateway", "dhcp-relay", "nat-t", "access-rules",
    "peer-authentication-method", "phase1-proposals", "phase2-proposals", "narrowing", "traffic-protocol",
]
# fmt: on
CHOICES = [spec for spec in SPECS.values() if spec.values]


def test_every_setting_that_the_trees_rely_on_is_there_once() -> None:
    """The file holds exactly the known settings, none of them twice."""
    ids = [entry["id"] for entry in read("trees/settings.yaml")["settings"]]
    assert sorted(ids) == sorted(WANTED)


def test_the_head_is_the_one_of_every_data_file() -> None:
    """The schema line comes first, then id, title, status and references."""
    text = (ROOT / "trees/settings.yaml").read_text(encoding="utf-8")
    data = read("trees/settings.yaml")
    assert text.startswith("# yaml-language-server: $schema=schema/settings.schema.json\n")
    assert list(data)[:4] == ["id", "title", "status", "references"]
    assert (data["id"], data["status"]) == ("settings", "stable")


@pytest.mark.parametrize("spec", CHOICES, ids=lambda spec: spec.id)
def test_every_spelling_means_its_value(spec: SettingSpec) -> None:
    """The id, the title and each other spelling of a value normalise to that value."""
    # A list: a spelling that two values share has to be wrong for one of them.
    wanted = [
        (spelling, value.id) for value in spec.values for spelling in (value.id, value.title, *value.also)
    ]
    assert [(spelling, normal(spec, spelling)) for spelling, _ in wanted] == wanted
    assert [(spelling, normal(spec, f"  {spelling.upper()} ")) for spelling, _ in wanted] == wanted


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.id)
def test_no_spelling_is_ambiguous(spec: SettingSpec) -> None:
    """Within one setting no two values share a spelling, and no spelling is written twice."""
    seen: dict[str, str] = {}
    for value in spec.values:
        assert spelling_key(value.id)
        for spelling in {spelling_key(value.id), spelling_key(value.title)} | {
            spelling_key(s) for s in value.also
        }:
            assert seen.setdefault(spelling, value.id) == value.id
        others = [spelling_key(spelling) for spelling in value.also]
        assert len(set(others)) == len(others)
        assert spelling_key(value.id) not in others
        # A comma would part the spelling where several values may be listed.
        assert spec.agree != "share-one" or not any(c in s for s in (value.title, *value.also) for c in ",;")


@pytest.mark.parametrize(
    ("setting", "spellings", "value"),
    [
        (
            "phase1-dh-group",
            ["modp2048", "MODP_2048", "group14", "DH 14", "2048-bit", "14", "dhgroup14"],
            "group-14",
        ),
        ("phase1-dh-group", ["ecp256", "ECP_256", "dh19", "256-Bit Random ECP Group"], "group-19"),
        ("phase1-dh-group", ["MODP_2048_256", "modp2048s256", "Group24"], "group-24"),
        ("phase1-dh-group", ["CURVE_25519", "x25519", "DH31"], "group-31"),
        ("pfs-dh-group", ["PFS2048", "MODP-2048"], "group-14"),
        ("phase1-encryption", ["aes256", "AES_CBC_256", "aes-256-cbc", "AES-256"], "aes-256-cbc"),
        ("phase2-encryption", ["AES_GCM_16_128", "aes128gcm16", "AESGCM16-128", "esp-gcm"], "aes-128-gcm"),
        ("phase1-hash", ["sha256", "SHA2_256", "HMAC_SHA2_256_128", "PRF_HMAC_SHA2_256"], "sha2-256"),
        ("phase2-authentication", ["sha", "HMAC_SHA1_96", "hmac-sha1-96", "esp-sha-hmac"], "sha1"),
        ("authentication-method", ["secret", "pre-share", "IKE using Preshared Secret"], "psk"),
    ],
)
def test_makers_spellings_are_read(setting: str, spellings: list[str], value: str) -> None:
    """Spellings of several makers, taken from their logs and configurations, mean the same value."""
    assert {normal(SPECS[setting], spelling) for spelling in spellings} == {value}


@pytest.mark.parametrize("setting", ["phase1-dh-group", "pfs-dh-group"])
def test_dh_groups_are_those_of_the_registry(setting: str) -> None:
    """Groups 1, 2, 5 and 14 to 32 are known by their bare number, and no retired elliptic one."""
    known = {1, 2, 5, *range(14, 33)}
    for number in known:
        assert normal(SPECS[setting], str(number)) == f"group-{number}"
    for number in set(range(40)) - known:
        with pytest.raises(InputError):
            normal(SPECS[setting], str(number))


def test_causes_are_those_of_the_vocabulary() -> None:
    """Every cause that a disagreement stands for is a known one; only lifetimes break nothing."""
    causes = {cause["id"] for cause in read("tests/corpus/causes.yaml")}
    assert {spec.cause for spec in COMPARED} - {""} <= causes
    assert {spec.id for spec in COMPARED if not spec.cause} == {"phase1-lifetime", "phase2-lifetime"}
    assert not [spec.id for spec in SPECS.values() if spec.agree == "none" and spec.cause]


def test_harmless_differences_say_so() -> None:
    """A setting whose disagreement is no cause says that it breaks nothing."""
    assert all("breaks nothing" in s.differ or "break nothing" in s.differ for s in COMPARED if not s.cause)


def test_guide_rows_exist() -> None:
    """Every row that a setting serves is one of the guide's."""
    rows = {row["id"] for row in read("tests/guide/rows.yaml")}
    assert {row for spec in SPECS.values() for row in spec.guide} <= rows


def test_mirrors_are_settings_of_the_same_kind() -> None:
    """What a setting mirrors exists, and can be compared with it."""
    for spec in COMPARED:
        if spec.mirrors:
            assert SPECS[spec.mirrors].kind == spec.kind


def test_conditions_name_known_facts_and_values() -> None:
    """A ``when`` looks at settings or facts that exist, and at values that they can have."""
    facts = {
        entry["id"]: [v["id"] for v in entry.get("values", [])] for entry in read("trees/facts.yaml")["facts"]
    }
    for spec in SPECS.values():
        for fact, value in spec.when.tests() if spec.when else ():
            setting = SPECS.get(fact.partition(".")[2])
            assert value in (facts[fact] if setting is None else [known.id for known in setting.values])


def test_every_question_is_one_plain_question() -> None:
    """Each setting asks one short question and says where to look."""
    for spec in SPECS.values():
        assert spec.ask.endswith("?")
        assert spec.ask.count("?") == 1
        assert len(spec.ask) < 80
        assert spec.look.endswith(".")


def test_the_example_units_are_in_normal_form() -> None:
    """The units that the other tests start from are spelt as the comparison spells them."""
    for fact, value in AGREEING.items():
        assert normal(SPECS[fact.partition(".")[2]], value) == value


def test_words_for_values() -> None:
    """A value is told by its titles, and a lifetime with its size in larger units."""
    assert (
        in_words(SPECS["phase1-dh-group"], "group-2, group-14")
        == "Group 2 (1024-bit MODP), Group 14 (2048-bit MODP)"
    )
    assert in_words(SPECS["phase1-lifetime"], "28800") == "28800 s (8 h)"
    assert in_words(SPECS["phase1-lifetime"], "61") == "61 s"
    assert in_words(SPECS["local-networks"], "10.0.0.0/8") == "10.0.0.0/8"
