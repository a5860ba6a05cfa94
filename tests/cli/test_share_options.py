"""Where a page may be served: here by default, elsewhere only when that is said twice."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from ikewizard.cli.parser import parse
from ikewizard.cli.share_options import Place, listen, place_of
from ikewizard.errors import UsageError


def place(*options: str) -> Place:
    """Return where these options serve the page."""
    return place_of(parse(["share", *options]))


def test_by_default_it_is_this_machine_for_eight_hours() -> None:
    """Loopback, a free port, no warning needed."""
    found = place()
    assert (found.bind, found.port, found.seconds, found.warning) == ("127.0.0.1", 0, 8 * 3600, "")
    assert found.hosts == {"127.0.0.1", "::1", "localhost"}
    assert found.address(8000, "token") == "http://127.0.0.1:8000/token"
    assert place("--bind", "::1").address(80, "t") == "http://[::1]:80/t"


def test_what_others_can_reach_must_be_said_twice() -> None:
    """An address alone is refused with the way to do it; with it comes a warning."""
    with pytest.raises(UsageError, match="reached from other machines") as refused:
        place("--bind", "192.0.2.10")
    assert "--open-to-network" in refused.value.hint
    found = place("--bind", "192.0.2.10", "--open-to-network")
    assert "not encrypted" in found.warning
    assert found.hosts == {"192.0.2.10"}
    assert place("--open-to-network").warning == ""


def test_a_name_is_the_one_that_is_asked_for() -> None:
    """It stands in the address, and requests for it are answered."""
    found = place("--bind", "192.0.2.10", "--open-to-network", "--name", "Desk.example.net")
    assert found.address(8443, "t") == "http://desk.example.net:8443/t"
    assert found.hosts == {"192.0.2.10", "desk.example.net"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--bind", "0.0.0.0"), "every address"),
        (("--bind", "::"), "every address"),
        (("--bind", "example.net"), "no address"),
        (("--port", "70000"), "no port 70000"),
        (("--name", "a b"), "no name"),
        (("--name", "<b>"), "no name"),
        (("--expires", "0h"), "not a time"),
        (("--expires", "8d"), "not a time"),
        (("--expires", "soon"), "not a time"),
        (("--key", "x.pem"), "without its certificate"),
        (("--cert", "/no/such.pem"), "cannot be used: No such file"),
    ],
)
def test_what_cannot_be_is_refused_in_words(options: tuple[str, ...], told: str) -> None:
    """Before anything is served."""
    with pytest.raises(UsageError, match=told):
        place(*options)


@pytest.mark.parametrize(("said", "seconds"), [("90s", 90), ("30m", 1800), ("2d", 172800), ("7D", 604800)])
def test_how_long_it_is_open_can_be_chosen(said: str, seconds: int) -> None:
    """In seconds, minutes, hours or days."""
    assert place("--expires", said).seconds == seconds


def test_a_port_that_is_taken_is_told() -> None:
    """With what helps."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="cannot be served at") as refused:
            listen(place("--port", str(taken.getsockname()[1])))
    assert "--port" in refused.value.hint


def test_a_certificate_is_tried_before_it_is_needed(tmp_path: Path) -> None:
    """A key that is not its own, or is locked by a password, is refused and nobody is asked for anything."""
    cert, key, locked = (tmp_path / name for name in ("cert.pem", "key.pem", "locked.pem"))
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "1", "-subj", "/CN=desk.example.net"]
    try:
        subprocess.run(
            [*make, "-noenc", "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True
        )
        subprocess.run(
            ["openssl", "rsa", "-aes256", "-passout", "pass:x", "-in", str(key), "-out", str(locked)],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("openssl makes the certificate")
    found = place("--cert", str(cert), "--key", str(key), "--bind", "192.0.2.10", "--open-to-network")
    assert found.address(1, "t").startswith("https://192.0.2.10:1/")
    assert "not encrypted" not in found.warning
    for wrong in (str(locked), str(cert)):
        with pytest.raises(UsageError, match="certificate cannot be used"):
            place("--cert", str(cert), "--key", wrong)
