"""Where a shared page is served, as the command line asks for it, with all that would be unsafe refused."""

from __future__ import annotations

import argparse
import ipaddress
import re
import socket
import ssl
import sys

from ikewizard.core.record import dataclass
from ikewizard.errors import UsageError

_LENGTH = re.compile(r"(\d{1,4})(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST = 7 * 86400
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}

OPEN = """\
WARNING: {bind} can be reached from other machines. Whoever has the address of the page can read along.
Give it only to those who are to follow, and end the page (q) when they are done.
"""
OPEN_UNENCRYPTED = """\
It is not encrypted: who can listen on the way reads the page and its address. --cert and --key encrypt it.
"""


@dataclass(frozen=True)
class Place:
    """Where and for how long the page is served: what the command line says, checked."""

    bind: str
    port: int
    seconds: int
    hosts: frozenset[str]
    name: str
    cert: str = ""
    key: str = ""
    warning: str = ""

    def address(self, port: int, token: str) -> str:
        """Return what is given to those who are to follow."""
        host = f"[{self.name}]" if ":" in self.name else self.name
        return f"{'https' if self.cert else 'http'}://{host}:{port}/{token}"


def place_of(arguments: argparse.Namespace) -> Place:
    """Return where to serve. Raises UsageError for what cannot be, or is not safe and not asked for."""
    address = _address("127.0.0.1" if arguments.bind == "localhost" else arguments.bind)
    if not address.is_loopback and not arguments.open_to_network:
        raise UsageError(
            f"{address} can be reached from other machines",
            where="--bind",
            hint="if that is what you want, add --open-to-network, and best --cert and --key",
        )
    if not 0 <= arguments.port < 65536:
        raise UsageError(f"there is no port {arguments.port}", where="--port")
    name = _name(arguments.name) if arguments.name else str(address)
    hosts = {str(address), name} | (_LOOPBACK if address.is_loopback else set())
    warning = ""
    if not address.is_loopback:
        warning = OPEN.format(bind=address) + ("" if arguments.cert else OPEN_UNENCRYPTED)
    cert, key = _certificate(arguments.cert, arguments.key)
    seconds = _seconds(arguments.expires)
    return Place(str(address), arguments.port, seconds, frozenset(hosts), name, cert, key, warning)


def listen(place: Place) -> socket.socket:
    """Return a socket that listens there. Raises UsageError where that is not possible."""
    family = socket.AF_INET6 if ":" in place.bind else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # There it would let another program take the same port.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((place.bind, place.port))
        found.listen(1024)
    except OSError as error:
        found.close()
        reason = error.strerror or error
        raise UsageError(
            f"the page cannot be served at {place.bind} port {place.port}: {reason}",
            hint="--port takes another port; without it a free one is found",
        ) from None
    return found


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        raise UsageError(
            f"'{text}' is no address of this machine", where="--bind", hint="such as 127.0.0.1 or 192.0.2.10"
        ) from None
    if found.is_unspecified:
        raise UsageError(
            f"{found} means every address that this machine has",
            where="--bind",
            hint="name the one by which those who follow reach it",
        )
    return found


def _name(text: str) -> str:
    name = text.lower()
    if not _NAME.fullmatch(name):
        raise UsageError(f"'{text}' is no name of a host", where="--name")
    return name


def _seconds(text: str) -> int:
    match = _LENGTH.fullmatch(text.strip().lower())
    seconds = int(match[1]) * _SECONDS[match[2]] if match else 0
    if not 0 < seconds <= _LONGEST:
        raise UsageError(
            f"'{text}' is not a time for which a page can be open",
            where="--expires",
            hint="such as 30m, 8h or 2d; seven days at most",
        )
    return seconds


def _certificate(cert: str | None, key: str | None) -> tuple[str, str]:
    if not cert:
        if key:
            raise UsageError("a key is of no use without its certificate", where="--key", hint="add --cert")
        return "", ""
    try:
        # A key that is locked by a password would be asked for it, where nobody may be.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=lambda: "")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no certificate in PEM with its own, unlocked key"
        raise UsageError(f"the certificate cannot be used: {reason}", where=cert) from None
    return cert, key or ""
