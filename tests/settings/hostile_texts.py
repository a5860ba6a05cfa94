"""Configurations made to keep a reader busy or to break it.

Each is written at any size: small to see what is read of it (``test_config_hostile.py``), large to see what
that takes (``tests/benchmarks/hostile_configs.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.settings.config_data import tunnels

Make = Callable[[int], str]


class Hostile(NamedTuple):
    """A hostile text in a maker's manner; ``make`` writes it with what is hostile in it so many times.

    Of a text with ``few`` of it so many connections are read, and so many lines are left over;
    ``beside`` is a connection among them of which the text speaks in order, and ``refused`` what is told
    of a text that is not read at all. ``few`` is past every bound on what a reader keeps.
    """

    manner: str
    kind: str
    make: Make
    connections: int = 0
    unread: int = 0
    beside: str = ""
    refused: str = ""
    few: int = 500


def _times(unit: str, before: str = "", after: str = "") -> Make:
    return lambda count: f"{before}{unit * count}{after}"


def _numbered(write: Callable[[int], str], before: str = "", after: str = "") -> Make:
    return lambda count: f"{before}{''.join(map(write, range(count)))}{after}"


def _end(manner: str) -> str:
    return tunnels()[manner].end("east", "ikev2")


POLICY = "vpn policy site-to-site x\n"
PROPOSAL = "  proposal ike encryption aes-256\n"
GROUP = "address-group ipv4 g\n"


def _zones(count: int) -> str:
    policies = f"{POLICY} bound-to zone WAN\n" * (count // 4)
    return policies + "interface X{}\n ip-assignment WAN static\n  ip 192.0.2.1\n" * (count // 6)


SONICWALL = (
    Hostile("sonicwall", "policies", _times(POLICY), 500),
    Hostile("sonicwall", "interfaces", _zones, 125),
    Hostile(
        "sonicwall",
        "members",
        _times("  address-object ipv4 o\n", GROUP, f"{POLICY} network local group g\n"),
        connections=1,
        unread=1,
    ),
    # Deeper than Python's own stack.
    Hostile("sonicwall", "depth", _numbered(lambda n: f"{' ' * (n % 2000)}vpn\n"), few=1_500),
    Hostile("sonicwall", "proposals", _times(PROPOSAL, POLICY), 1, 499),
    Hostile(
        "sonicwall",
        "bytes",
        _times("\\", POLICY.replace("x\n", '"'), "'\"\x00\ufffd\n  gateway primary \x1b[31m\n"),
        connections=1,
        few=3_000,
    ),
)

FLOW = "access-list TUNNEL extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0"


def _asa(kind: str, line: str, unread: int = 0, few: int = 500) -> Hostile:
    make = _times(f"{line}\n", _end("cisco-asa"))
    return Hostile("cisco-asa", kind, make, 1, unread, "MAP 10", few=few)


CISCO_ASA = (
    # The first of them stands in the tunnel itself.
    _asa("flows", FLOW, unread=101, few=2_100),
    _asa("crypto maps", "crypto map MAP 10 set peer"),
    _asa("a group in itself", "object-group network G\n group-object G"),
    _asa("tunnel groups", "tunnel-group"),
    _asa("blanks", " " * 300),
)

IOS = """\
crypto isakmp policy 10
 authentication pre-share
 group 14
crypto map CMAP 10 ipsec-isakmp
 set peer 198.51.100.1
 set transform-set ESP
 match address 101
crypto ipsec transform-set ESP esp-aes 256 esp-sha256-hmac
access-list 101 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
interface GigabitEthernet0/0
 ip address 192.0.2.1 255.255.255.0
 crypto map CMAP
"""


def _ios(kind: str, lines: str, connections: int = 2, unread: int = 1, few: int = 500) -> Hostile:
    # The tunnel stands before and after, so it is read twice, and one line of it is left over.
    make = _numbered(lambda n: f"{lines.replace('{}', str(n % 9999))}\n", IOS, IOS)
    return Hostile("cisco-ios", kind, make, connections, unread, "CMAP 10", few=few)


CISCO_IOS = (
    _ios(
        "crypto maps",
        "crypto map M {} ipsec-isakmp\n set peer 10.{}.1.1\n match address L\n set transform-set T",
        connections=102,
        unread=201,
        few=100,
    ),
    _ios("access list", "access-list L permit ip host 10.0.0.1 host 10.0.0.2", few=2_100),
    _ios("keys", "crypto isakmp key k{} address 10.0.{}.1"),
    _ios("policies", "crypto isakmp policy {}\n encr aes", unread=453),
    _ios("keyrings", "crypto keyring K{}\n  pre-shared-key address 10.{}.0.0 255.255.0.0 key x"),
    _ios(
        "interfaces",
        "interface Tunnel{}\n tunnel protection ipsec profile P\n tunnel destination 10.1.1.1",
        connections=502,
        unread=501,
    ),
    _ios("banners", "banner motd {}"),
    _ios("members", "object-group network A\n group-object A{}"),
)


def _fortigate(kind: str, line: str, connections: int = 1) -> Hostile:
    make = _times(f"{line}\n", "config system global\n", _end("fortigate"))
    return Hostile("fortigate", kind, make, connections, beside="site")


FORTIGATE = (
    _fortigate("depth", "config a"),
    _fortigate("quotes not closed", 'set x "unclosed'),
    _fortigate("entries", "edit deep"),
    _fortigate("ends", "end"),
    _fortigate("quotes", "set member " + '"a' * 20),
    _fortigate("a phase 1 in a phase 1", "config vpn ipsec phase1\nedit a", connections=2),
)


def _groups(count: int) -> str:
    inherited = "".join(f"set groups g{n} security <*> <*> <*> apply-groups g{n}\n" for n in range(count))
    applied = "".join(f"set apply-groups g{n}\n" for n in range(count))
    gateways = (f"set security ike gateway g{n} version v2-only\n" for n in range(count // 4))
    return f"{inherited}{applied}{''.join(gateways)}"


SECURITY = "set security ike"
JUNIPER = (
    Hostile(
        "juniper-srx",
        "set lines",
        _numbered(lambda n: f"{SECURITY} gateway g{n % 1000} address 10.0.{n % 250}.1\n"),
        connections=500,
    ),
    Hostile("juniper-srx", "braces", _times("policies {\n    default;\n}\n", "security {\n", "}\n")),
    Hostile("juniper-srx", "one long line", _times("security ", "set "), unread=1, few=5_000),
    Hostile(
        "juniper-srx", "brackets", _times("[ ", f"{SECURITY} policy p proposals ", "\n"), unread=1, few=2_000
    ),
    Hostile("juniper-srx", "quotes", _times('"\\', f"{SECURITY} policy p description ", "\n"), few=2_000),
    Hostile("juniper-srx", "strange bytes", _times("set security \x00\x1b[2J\u202e\ud800 ike\n"), unread=500),
    Hostile("juniper-srx", "groups in groups", _groups, 125),
)

IKED = "from 10.1.0.0/24 to 10.2.0.0/24 peer 198.51.100.1"
OPENBSD = (
    Hostile("openbsd-iked", "policies", _times(f'ikev2 "a" {IKED}\n'), 100, few=100),
    Hostile("openbsd-iked", "flows", _times("from 10.0.0.0/8 to 10.0.0.0/8 \\\n", 'ikev2 "a" '), 1),
    Hostile("openbsd-iked", "macros", lambda count: 'a = "b c"\n' * count + "$a $a $a\n" * count, unread=500),
    Hostile("openbsd-iked", "comments", _times("# \\\n")),
    Hostile(
        "openbsd-iked", "junk", lambda count: "{(" * count + "\x00\ufffe" * (count // 4), unread=1, few=2_000
    ),
)

POLICIES = "/ip ipsec peer\nadd name=a\n/ip ipsec policy\n"
PROFILE = "/ip ipsec profile\n"
MIKROTIK = (
    Hostile(
        "mikrotik",
        "peers",
        _numbered(lambda n: f"add address=198.51.100.1/32 name=p{n}\n", "/ip ipsec peer\n"),
        connections=100,
        few=100,
    ),
    Hostile("mikrotik", "policies", _times("add peer=a dst-address=10.0.0.0/8\n", POLICIES), 1, few=100),
    # After so many lines a command counts as ended.
    Hostile(
        "mikrotik", "continued", _times("    dh-group=modp2048 \\\n", f"{PROFILE}add name=a \\\n"), unread=301
    ),
    Hostile("mikrotik", "set", _times("set x lifetime=1d\n", f"{PROFILE}set x dh-group=modp2048\n")),
    Hostile(
        "mikrotik",
        "junk",
        lambda count: "\\" * count + "\n" + '[" ' * (count // 4) + "\x00\ufffe" * (count // 8),
        unread=2,
        few=4_000,
    ),
)

GATEWAY = "set network ike gateway west peer-address ip 198.51.100.1\n"
ENTRY = "<entry name='host{}'><ip-netmask>10.0.0.1</ip-netmask></entry>\n"


def _elements(count: int) -> str:
    entries = "".join(map(ENTRY.format, range(count)))
    return f"<config>\n<address>\n{entries}</address>\n{'<a>x</a>' * (count // 10)}</config>"


PALO_ALTO = (
    Hostile(
        "palo-alto",
        "hosts",
        _numbered(lambda n: f"set address host{n} ip-netmask 10.0.0.1/32\n", GATEWAY),
        connections=1,
        beside="west",
    ),
    Hostile("palo-alto-xml", "hosts", _elements),
    Hostile("palo-alto-xml", "an element", _times("text\n", "<a>"), refused="the element 'a' is not closed"),
    Hostile("palo-alto-xml", "an attribute", _times("text\n", "<a b='"), refused="ends before it begins"),
)

TEXTS = (
    *SONICWALL,
    *CISCO_ASA,
    *CISCO_IOS,
    *FORTIGATE,
    *JUNIPER,
    *OPENBSD,
    *MIKROTIK,
    *PALO_ALTO,
)
