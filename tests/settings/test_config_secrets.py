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


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command[:1] + command[2:]))
@pytest.mark.parametrize("manner", sorted(tunnels()))
def test_no_command_prints_a_secret(
    manner: str,
    command: tuple[str, ...],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither what is printed nor what is stored holds the secret of either unit."""
    # The compiled trees are shared: only what else is stored belongs to one run.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    tunnel = tunnels()[manner]
    version = next(iter(tunnel.ends))
    names = {}
    for side in ("east", "west"):
        names[side] = str(tmp_path / f"{side}.conf")
        text = tunnel.end(side, version).replace(SECRET, f"{SECRET}-{side}")
        Path(names[side]).write_text(text, encoding="utf-8")
    status = run([part.format(**names) for part in command])
    told = capsys.readouterr()
    assert status in (0, 1, 3)
    assert SECRET not in told.out + told.err
    if "json" in command:
        assert json.loads(told.out)
    stored = [path for path in tmp_path.rglob("*") if path.parent != tmp_path]
    stored += [path for path in tmp_path_factory.getbasetemp().joinpath("cache").rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in path.read_bytes() for path in stored if path.is_file())
