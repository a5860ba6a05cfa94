"""No secret of a configuration comes out again, in whatever form it is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ikewizard.cli import run
from tests.settings.config_data import read, tunnels

SECRET = "planted-horse-7"
COMMANDS = [
    ("compare", "{east}", "{west}"),
    ("compare", "{east}", "{west}", "--format", "json"),
    ("compare", "{east}", "{west}", "--format", "markdown"),
    ("compare", "{east}", "--with", "rfc-current"),
    ("mirror", "{east}", "--for", "sonicwall"),
    ("mirror", "{east}", "--format", "markdown"),
    ("diagnose", "--initiator-config", "{east}", "--responder-config", "{west}"),
    ("diagnose", "--initiator-config", "{east}", "--responder-config", "{west}", "--format", "json"),
    ("diagnose", "--initiator-config", "{east}", "--format", "markdown"),
]


@pytest.mark.parametrize("manner", sorted(tunnels()))
def test_the_shared_secret_is_read_and_kept_nowhere(manner: str) -> None:
    """It can be compared, and it stands in nothing that a reader gives."""
    for version in tunnels()[manner].ends:
        found = read(tunnels()[manner].end("east", version))
        assert found.connections[0].secret is not None
        assert SECRET not in repr(found)


@pytest.mark.parametrize("manner", sorted(tunnels()))
def test_no_command_prints_a_secret(
    manner: str,
    tmp_path: Path,
    cache_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither what is printed nor what is stored holds the secret of either unit."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    tunnel = tunnels()[manner]
    version = next(iter(tunnel.ends))
    names = {}
    for side in ("east", "west"):
        names[side] = str(tmp_path / f"{side}.conf")
        text = tunnel.end(side, version).replace(SECRET, f"{SECRET}-{side}")
        Path(names[side]).write_text(text, encoding="utf-8")
    for command in COMMANDS:
        status = run([part.format(**names) for part in command])
        told = capsys.readouterr()
        assert status in (0, 1, 3), command
        assert SECRET not in told.out + told.err, command
        assert "json" not in command or json.loads(told.out)
    stored = [path for path in tmp_path.rglob("*") if path.parent != tmp_path]
    stored += [path for path in cache_home.rglob("*") if path.suffix != ".new"]
    assert not any(SECRET.encode() in path.read_bytes() for path in stored if path.is_file())


ENCODED = {
    "quoted": '"planted-horse-7"',
    "single quotes": "'planted-horse-7'",
    "bare": "planted-horse-7",
    "hexadecimal": "0x706c616e7465642d686f7273652d37",
    "Base64": "0scGxhbnRlZC1ob3JzZS03",
}


@pytest.mark.parametrize("spelling", ENCODED)
def test_a_secret_is_the_same_in_whatever_encoding(spelling: str) -> None:
    """Quoted, hexadecimal or Base64: equal octets are an equal secret, and none of the spellings is kept."""
    text = tunnels()["strongswan-ipsec"].end("east", "ikev2")
    written = text.replace('"planted-horse-7"', ENCODED[spelling])
    found = read(written).connections[0]
    assert found.secret is not None
    assert found.secret == read(text).connections[0].secret
    assert ENCODED[spelling].strip("\"'") not in repr(read(written))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_no_secret_comes_out_of_a_file_in_another_encoding(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file in UTF-16 is read as it is, and a secret beyond ASCII is warned of without being shown."""
    names = []
    for side in ("east", "west"):
        text = tunnels()["libreswan-ipsec"].end(side, "ikev2").replace(SECRET, f"{SECRET}-k\u00f6nig")
        path = tmp_path / f"{side}.conf"
        path.write_text(text, encoding=encoding)
        names.append(str(path))
    assert run(["compare", *names]) == 3
    told = capsys.readouterr().out
    assert SECRET not in told
    assert "k\u00f6nig" not in told
    assert "characters beyond ASCII" in told


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        ('"planted "', "begins or ends with a blank"),
        ("\"'planted'\"", "begins or ends with a quotation mark"),
        ('"changeme"', "looks like a placeholder"),
        ('"planted\u00e9"', "characters beyond ASCII"),
    ],
)
def test_the_ways_in_which_a_secret_goes_wrong_are_told(
    secret: str,
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A blank at the end, a quotation mark, a placeholder: told without showing the secret."""
    names = []
    for side in ("east", "west"):
        text = tunnels()["strongswan-ipsec"].end(side, "ikev2").replace('"planted-horse-7"', secret)
        path = tmp_path / f"{side}.conf"
        path.write_text(text, encoding="utf-8")
        names.append(str(path))
    run(["compare", *names])
    told = " ".join(capsys.readouterr().out.split())
    assert says in told
    assert secret.strip('"') not in told or secret == '"changeme"'
