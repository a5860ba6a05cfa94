"""``compare`` and ``mirror``: what two configurations disagree in, and what the other unit needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ikewizard.cli import run
from tests.conftest import Golden

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "cases"
pytestmark = pytest.mark.usefixtures("eighty_columns")


def conf(case: str, side: str) -> str:
    """Return the name of a recorded configuration."""
    return str(CORPUS / case / f"{side}.conf")


def both(case: str) -> tuple[str, str]:
    """Return the names of both units' configurations."""
    return conf(case, "initiator"), conf(case, "responder")


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Return the exit status and the object that was printed."""
    status = run(["compare", *arguments, "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return status, found


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the one line that is said about bad input, and its hint."""
    assert run([*arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err


def test_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has the causes as diagnose gives them, and every compared setting with both values."""
    status, found = compared(capsys, *both("p1-hash-v2-sw"))
    assert (status, found["verdict"]) == (1, "cause-found")
    assert [cause["id"] for cause in found["causes"]] == ["phase1-proposal-mismatch"]
    row = next(each for each in found["differences"] if each["setting"] == "phase1-hash")
    assert (row["initiator"], row["responder"], row["agree"]) == ("SHA2-256", "SHA2-512", "no")
    assert row["fails_at"] == "IKE_SA_INIT (NO_PROPOSAL_CHOSEN)"
    assert {way["initiator"] for way in found["directions"]} == {"initiator.conf", "responder.conf"}
    assert found["proposed_profile"] == "rfc-current"


def test_a_healthy_pair_has_no_cause(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is made up: the verdict is that the settings do not tell."""
    status, found = compared(capsys, *both("ok-v2-psk-lsw"))
    assert (status, found["verdict"], found["causes"]) == (3, "undetermined", [])
    assert {each["agree"] for each in found["differences"]} <= {"yes", "unknown"}


def test_who_initiates_matters(capsys: pytest.CaptureFixture[str]) -> None:
    """A unit that is switched off cannot initiate, and as responder it has no SA."""
    _, found = compared(capsys, *both("sadisabled-v2-ss"))
    assert [way["causes"] for way in found["directions"]] == [["sa-disabled"], ["no-matching-sa"]]


def test_one_connection_of_several(capsys: pytest.CaptureFixture[str]) -> None:
    """All that meet are listed, the worst first, and one can be asked for by its name."""
    _, found = compared(capsys, *both("mixed-psk-v1main-ss"))
    assert len(found["connections"]) == 5
    broken = found["connections"][0]["name"]
    assert found["connections"][0]["causes"] == ["psk-mismatch"]
    name = next(each["name"] for each in found["connections"] if each["name"] != broken)
    status, one = compared(capsys, *both("mixed-psk-v1main-ss"), "--connection", name)
    assert (status, one["causes"]) == (3, [])


@pytest.mark.parametrize("case", ["pfs-ponly-v1main-ss-lsw", "ts-iwide-v1main-ss", "ok-v2-gcm-ecp384-sw"])
def test_for_people(case: str, capsys: pytest.CaptureFixture[str], golden: Golden) -> None:
    """The text says what breaks, at which message, side by side, and what is weak."""
    run(["compare", *both(case)])
    golden(f"compare-{case}.txt", capsys.readouterr().out)


def test_measured_by_a_profile(capsys: pytest.CaptureFixture[str], golden: Golden) -> None:
    """One configuration is held against settings that are known to be good."""
    assert run(["compare", conf("ok-v1main-3des-modp1024-ss", "initiator"), "--with", "vpnc-basic"]) == 0
    golden("compare-with-vpnc-basic.txt", capsys.readouterr().out)
    assert run(["compare", conf("ok-v1main-3des-modp1024-ss", "initiator"), "--with", "rfc-current"]) == 1


def test_the_sheet_for_the_other_unit(capsys: pytest.CaptureFixture[str], golden: Golden) -> None:
    """What is local here is remote there, in the words of the other maker, and no secret is on it."""
    assert run(["mirror", conf("p1-hash-v2-sw", "initiator"), "--for", "sonicwall"]) == 0
    golden("mirror-for-sonicwall.txt", capsys.readouterr().out)


def test_what_cannot_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Each refusal says what is wrong and what would do."""
    one, other = both("mixed-psk-v1main-ss")
    assert "compare takes the other unit's configuration" in refused(capsys, "compare", one)
    assert "known are: vpnc-basic" in refused(capsys, "compare", one, "--with", "zzz")
    assert "no connection named 'nowhere'" in refused(
        capsys, "compare", one, other, "--connection", "nowhere"
    )
    assert "several connections" in refused(capsys, "mirror", one)
    assert "known are:" in refused(capsys, "mirror", one, "--for", "zzz")
    assert "there is no such file" in refused(capsys, "compare", one, "missing.conf")


def test_bad_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unclosed brace, a binary, a loop of includes, one that leads outside: one line, with the place."""
    good = conf("p1-hash-v2-sw", "initiator")
    files = {
        "open.conf": "connections {\n  a {\n    version = 2\n",
        "loop.conf": "conn a\n  left=192.0.2.1\ninclude loop.conf\n",
        "outside.conf": "conn a\n  left=192.0.2.1\ninclude ../other.conf\n",
        "wireguard.conf": "[Interface]\nPrivateKey = x\n[Peer]\nAllowedIPs = 10.0.0.0/8\n",
        "shopping.conf": "milk\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "binary.conf").write_bytes(b"conn a\n\0\1\2")
    (tmp_path / "large.conf").write_bytes(b"# x\n" * (5 * 2**20))
    told = {
        path.name: refused(capsys, "compare", str(path), good).splitlines()[0] for path in tmp_path.iterdir()
    }
    assert "open.conf:2: the section 'a' is not closed" in told["open.conf"]
    assert "loop.conf:3: the include of loop.conf leads back to itself" in told["loop.conf"]
    assert "outside.conf:3:" in told["outside.conf"]
    assert "leads outside the folder" in told["outside.conf"]
    assert "WireGuard is not IPsec" in told["wireguard.conf"]
    assert "no known manner" in told["shopping.conf"]
    assert "binary.conf:2: this is no text" in told["binary.conf"]
    assert "larger than 16 MiB" in told["large.conf"]


def test_what_is_included_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in the same folder is taken in where it is included, and named in the evidence."""
    text = Path(conf("p1-hash-v2-sw", "initiator")).read_text(encoding="utf-8")
    head, secrets, rest = text.partition("secrets {")
    (tmp_path / "unit.conf").write_text(f"include conf.d/*.conf\n{secrets}{rest}", encoding="utf-8")
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "conf.d" / "site.conf").write_text(head, encoding="utf-8")
    _, found = compared(capsys, str(tmp_path / "unit.conf"), conf("p1-hash-v2-sw", "responder"))
    assert [cause["id"] for cause in found["causes"]] == ["phase1-proposal-mismatch"]
    assert found["lines"][0]["unread"] == []
