"""The same log as another machine would have kept it: rewritten in ways that change nothing of what it says.

A variant is a function from the lines of a log (and a random source) to other lines; ``None`` where the log
cannot be written that way. Only what its daemon or its collector really writes is made up here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

Lines = list[str]
Variant = Callable[[Sequence[str], Random], Lines | None]

_TIME = (
    r"(?:[A-Z][a-z]{2} [ \d]\d (?P<clock>\d\d:\d\d:\d\d)(?:\.\d{1,9})?"
    r"|\d{4}-\d\d-\d\d[T ](?P<iso>\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:[+-]\d\d:?\d\d|Z)?)"
)
_SYSLOG = re.compile(rf"{_TIME} (?P<host>\S+) (?P<program>[A-Za-z0-9_-]+)(?:\[(?P<pid>\d+)\])?: (?P<text>.*)")
_OWN_FILE = re.compile(rf"{_TIME}:? (?P<text>.*)")
_WORKER = re.compile(r"\d\d\[[A-Z]{3}\d?\] ")


class Line(NamedTuple):
    """A line apart: the time of day it was written, by which program, and what the program wrote."""

    clock: str
    program: str
    text: str


def apart(lines: Sequence[str]) -> list[Line]:
    """Return the lines without what the collector put before them."""
    daemon = daemon_of(lines)
    found, clock = [], "13:54:00"
    for line in lines:
        match = _SYSLOG.fullmatch(line) or _OWN_FILE.fullmatch(line)
        if match is None:
            found.append(Line(clock, daemon, line))
            continue
        parts = match.groupdict()
        clock = parts["clock"] or parts["iso"] or clock
        found.append(Line(clock, parts.get("program") or daemon, parts["text"]))
    return found


def daemon_of(lines: Sequence[str]) -> str:
    """Return the name of the daemon that wrote the log."""
    head = "\n".join(lines)
    if re.search(
        r"\bpluto\b|^[A-Z][a-z]{2} [ \d]\d [\d:]{8}\.\d{6}: |\"[^\"\n]+\" #\d+: ", head, re.MULTILINE
    ):
        return "pluto"
    if re.search(r"\bspi=0x[0-9a-f]{1,16}: |\bikev2_|^config_", head, re.MULTILINE):
        return "iked"
    return "charon"


def is_a_commands(lines: Sequence[str]) -> bool:
    """Return whether the log is what a command printed, which no collector ever gets."""
    return not any(
        _SYSLOG.match(line) or _OWN_FILE.match(line) or _WORKER.match(line) for line in lines
    ) and (daemon_of(lines) != "iked")


def _is_journals(lines: Sequence[str]) -> bool:
    """Return whether it is the log of charon-systemd: written to the journal only, and without tags."""
    return any("charon-systemd" in line for line in lines)


def _prefixed(form: str) -> Variant:
    """Return the variant that writes ``form`` before each message."""
    is_bare = "{program}" not in form

    def rewritten(lines: Sequence[str], random: Random) -> Lines | None:
        if is_a_commands(lines) or (is_bare and _is_journals(lines)):
            return None
        pid, fraction = str(random.randrange(100, 99999)), f"{random.randrange(1000000):06}"
        return [
            form.format(clock=line.clock, program=line.program, pid=pid, fraction=fraction, text=line.text)
            for line in apart(lines)
        ]

    return rewritten


def _own_file(form: str, programs: str) -> Variant:
    """Return the variant that is the daemon's own file; ``programs`` are those that have one like it."""

    def rewritten(lines: Sequence[str], random: Random) -> Lines | None:
        told = apart(lines)
        if is_a_commands(lines) or any(line.program not in programs.split() for line in told):
            return None
        if "charon" in programs and not all(_WORKER.match(line.text) for line in told):
            return None
        fraction = f"{random.randrange(1000000):06}"
        return [form.format(clock=line.clock, fraction=fraction, text=line.text) for line in told]

    return rewritten


PREFIXES: Mapping[str, Variant] = {
    "syslog": _prefixed("Nov  3 {clock} gw-1 {program}[{pid}]: {text}"),
    "syslog-no-pid": _prefixed("Nov 23 {clock} gw.example.com {program}: {text}"),
    "syslog-priority": _prefixed("<30>Nov 23 {clock} gw-1 {program}[{pid}]: {text}"),
    "syslog-facility": _prefixed("Nov 23 {clock} gw-1 daemon.info {program}[{pid}]: {text}"),
    "rfc3339": _prefixed("2026-11-23T{clock}.{fraction}-05:00 10.9.8.7 {program}[{pid}]: {text}"),
    "rfc5424": _prefixed("<30>1 2026-11-23T{clock}.{fraction}Z gw-1 {program} {pid} - - {text}"),
    "rfc5424-kept": _prefixed('1 2026-11-23T{clock}Z gw-1 {program} {pid} - [meta seq="7"] {text}'),
    "journal-iso": _prefixed("2026-11-23T{clock}+0100 gw-1 {program}[{pid}]: {text}"),
    "journal-precise": _prefixed("Nov 23 {clock}.{fraction} gw-1 {program}[{pid}]: {text}"),
    "journal-full": _prefixed("Mon 2026-11-23 {clock} CET gw-1 {program}[{pid}]: {text}"),
    "journal-unix": _prefixed("1795438440.{fraction} gw-1 {program}[{pid}]: {text}"),
    "journal-monotonic": _prefixed("[ 3912.{fraction}] gw-1 {program}[{pid}]: {text}"),
    "journal-cat": _prefixed("{text}"),
    "docker-times": _prefixed("2026-11-23T{clock}.{fraction}789Z {text}"),
    "docker-compose": _prefixed("vpn-1  | {text}"),
    "docker-compose-times": _prefixed("vpn_1  | 2026-11-23T{clock}.{fraction}789Z {text}"),
    "kubernetes": _prefixed("2026-11-23T{clock}.{fraction}789Z stdout F {text}"),
    "logread": _prefixed("Mon Nov 23 {clock} 2026 daemon.info {program}[{pid}]: {text}"),
    "relayed": _prefixed("2026-11-23T{clock}Z log01 Nov 23 {clock} gw-1 {program}[{pid}]: {text}"),
    "tabs": _prefixed("Nov 23 {clock}\tgw-1\t{program}[{pid}]: {text}"),
    "charon-file": _own_file("Nov 23 {clock} {text}", "charon"),
    "charon-file-dated": _own_file("2026-11-23 {clock} {text}", "charon"),
    "charon-file-iso": _own_file("2026-11-23T{clock} {text}", "charon"),
    "charon-file-milliseconds": _own_file("2026-11-23T{clock}.123 {text}", "charon"),
    "pluto-file": _own_file("Nov 23 {clock}.{fraction}: {text}", "pluto"),
    "pluto-file-old": _own_file("Nov 23 {clock}: {text}", "pluto"),
}
"""How the lines of a daemon come out of what keeps them."""

NOISE = (
    "kernel: [ 4242.133742] eth0: renamed from veth7c1d",
    "kernel: [UFW BLOCK] IN=eth0 OUT= SRC=198.18.0.9 DST=198.18.0.1 LEN=76 PROTO=UDP SPT=500 DPT=500 LEN=56",
    "sshd[2211]: Failed password for invalid user admin from 198.18.0.66 port 50122 ssh2",
    "sshd[2212]: Connection closed by authenticating user root 198.18.0.66 port 50140 [preauth]",
    "systemd[1]: Started strongSwan IPsec IKEv1/IKEv2 daemon using ipsec.conf.",
    "systemd[1]: Starting Daily apt download activities...",
    "systemd-networkd[401]: eth0: Gained carrier",
    "NetworkManager[588]: <info>  [1795438440.1234] device (eth0): state change: ip-check -> secondaries",
    "CRON[3312]: (root) CMD (test -x /usr/sbin/anacron || run-parts /etc/cron.daily)",
    "dhclient[400]: DHCPACK of 10.77.0.7 from 10.77.0.1",
    "ntpd[77]: Soliciting pool server 198.18.0.123",
    "dnsmasq[93]: failed to send packet: Network is unreachable",
    "openvpn[1201]: TLS Error: TLS key negotiation failed to occur within 60 seconds",
    "xl2tpd[991]: Maximum retries exceeded for tunnel 1234.  Closing.",
    "pppd[992]: Connection terminated: no response to echo-requests",
    'nginx: 198.18.0.3 - - "GET /no-proposal HTTP/1.1" 404 152',
    "postfix/smtpd[77]: warning: hostname mail.example.net does not resolve to address 198.18.0.8",
)
"""What other programs write into the same log."""


def with_noise(lines: Sequence[str], random: Random) -> Lines:
    """Return the log with lines of other programs before, after and between its own."""
    mixed, clock = [], "13:53:59"
    told = apart(lines)
    for line, parts in zip(lines, told, strict=True):
        clock = parts.clock
        mixed += [
            f"Nov 23 {clock} gw-1 {each}" for each in random.sample(NOISE, random.choice((0, 0, 0, 1, 3)))
        ]
        mixed.append(line)
    return [
        *(f"Nov 23 {told[0].clock} gw-1 {each}" for each in NOISE),
        *mixed,
        *(f"Nov 23 {clock} gw-1 {each}" for each in NOISE),
    ]


_CHARON_DEBUG = (
    "[MGR] checkout IKEv2 SA by message with SPIs 3b1a9d8f6a7c5e21_i 0000000000000000_r",
    "[MGR] checkin IKE_SA (unnamed)[1]",
    "[MGR] checkin of IKE_SA successful",
    "[NET] waiting for data on sockets",
    "[CFG] looking for an IKEv2 config for 192.0.2.111...192.0.2.110",
    "[CFG]   candidate: 192.0.2.111...%any, prio 1052",
    "[CFG] found matching ike config: 192.0.2.111...%any with prio 1052",
    "[CFG] selecting proposal:",
    "[CFG]   proposal matches",
    '[CFG]   candidate "ikev2-pubkey" with prio 15+3',
    '[CFG] found matching child config "ikev2-pubkey" with prio 18',
    "[KNL] getting SPI for reqid {1}",
    "[KNL] got SPI c778a7d4",
    "[KNL] adding SAD entry with SPI c778a7d4 and reqid {1}",
    "[KNL]   using encryption algorithm AES_CBC with key size 256",
    "[KNL] adding policy 10.1.0.0/16 === 10.2.0.0/16 in [priority 371327, refcount 1]",
    "[KNL] querying SAD entry with SPI c778a7d4",
    "[ENC] parsing body of message, first payload is SECURITY_ASSOCIATION",
    "[ENC] verifying message structure",
    "[ENC] found payload of type NOTIFY",
    "[JOB] next event at 2026-11-23 13:54:30.123, waiting",
    "[JOB] watched FD 12 ready to read",
)
_PLUTO_DEBUG = (
    "| *received 592 bytes from 192.0.2.86:500 on eth0 (port=500)",
    "| complete v1 state transition with STF_OK",
    "| doing_xauth:no, t_xauth_client_done:no",
    "| IKEv1: transition from state STATE_MAIN_R0 to state STATE_MAIN_R1",
    "| parent state #4: STATE_MAIN_R0(half-open-ike) => STATE_MAIN_R1(open-ike)",
    "| half-open-ike states: 0",
    "| find_host_connection me=192.0.2.85:500 him=%any:500 policy=RSASIG+IKEV2_ALLOW",
    "| find_next_host_connection returns empty",
    "| initial parent SA message received on 192.0.2.85:500 but no connection has been authorized with policy RSASIG+IKEV2_ALLOW",  # noqa: E501 -- as it is written
    "|    Notify Message Type: v2N_NAT_DETECTION_SOURCE_IP (0x4004)",
    "|    exchange type: ISAKMP_v2_IKE_SA_INIT (0x22)",
    '| processing: start connection "karm-prod" (BACKGROUND) (in ikev2_process_packet() at ikev2.c:1543)',
    "|   b1 10 0e f6                                          ....",
    "| emitting length of ISAKMP Message: 144",
)
"""What the daemons write in between at the levels that support asks for (from public threads)."""


def with_debug(lines: Sequence[str], random: Random) -> Lines | None:
    """Return the log as it would be at a higher level."""
    daemon = daemon_of(lines)
    if daemon == "iked" or is_a_commands(lines) or _is_journals(lines):
        return None
    mixed = []
    for line in lines:
        parts = _SYSLOG.fullmatch(line) or _OWN_FILE.fullmatch(line)
        text = parts["text"] if parts else line
        head = line[: len(line) - len(text)]
        worker = re.match(r"(\d\d)\[[A-Z]{3}\d?\] (<\S+> )?", text)
        for each in random.sample(
            _CHARON_DEBUG if daemon == "charon" else _PLUTO_DEBUG, random.choice((0, 0, 2))
        ):
            if daemon == "pluto":
                mixed.append(head + each)
            elif worker:
                mixed.append(f"{head}{worker[1]}{each[:6]}{worker[2] or ''}{each[6:]}")
        mixed.append(line)
    return mixed


def with_returns(lines: Sequence[str], random: Random) -> Lines:  # noqa: ARG001 -- a variant as the others
    """Return the log as a Windows editor stored it, or a terminal's record did."""
    return [f"{line}\r" for line in lines]


def with_blanks(lines: Sequence[str], random: Random) -> Lines:
    """Return the log as it comes out of a ticket: indented, with empty lines and blanks at the ends."""
    pad = random.choice(("    ", "> ", "\t"))
    return [f"{pad}{line}{random.choice(('', ' ', '  '))}" for line in lines for line in (line, "")][:-1]


def numbered(lines: Sequence[str], random: Random) -> Lines | None:  # noqa: ARG001 -- a variant as the others
    """Return the log as ``grep -n`` prints it."""
    if is_a_commands(lines):
        return None
    return [f"{number}:{line}" for number, line in enumerate(lines, start=1)]


def of_a_file(lines: Sequence[str], random: Random) -> Lines | None:  # noqa: ARG001 -- a variant as the others
    """Return the log as ``grep`` prints what it found in several files."""
    if is_a_commands(lines):
        return None
    return [f"/var/log/syslog.1:{line}" for line in lines]


_NAMES = (
    re.compile(r"\bIKE_SA (?P<name>[^\s\[\]]+)\[\d+\]"),
    re.compile(r"\] <(?P<name>[^|<>\s]+)\|\d+> "),
    re.compile(r'(?:^|[\s:])"(?P<name>[^"\n]{3,64})"(?:\[\d+\] \S+)?(?: #\d+)?: '),
    re.compile(r'\binitiating "(?P<name>[^"]+)"'),
    re.compile(r"\bpolicy '(?P<name>[^']+)'"),
    re.compile(r"\badded (?:vici )?(?:connection|configuration):? '?(?P<name>[^\s']+)"),
)
NEW_NAMES = (
    "hq-branch",
    "gw.hq.example.org",
    "to_dc-2",
    "site7",
    "a",
    "peer-203.0.113.20-tunnel-1",
    "con1",
    "Büro_Süd",
)


def names_of(lines: Sequence[str]) -> list[str]:
    """Return the names of tunnels that a log tells, the longest first."""
    found = {match["name"] for line in lines for form in _NAMES for match in form.finditer(line)}
    return sorted(found, key=lambda name: (-len(name), name))


def renamed(lines: Sequence[str], random: Random) -> Lines | None:
    """Return the log with other names of its tunnels."""
    old = [name for name in names_of(lines) if len(name) > 2]
    if not old:
        return None
    new = [*NEW_NAMES]
    if daemon_of(lines) == "pluto":
        new += ["hq/1x2", "v6neighbor-hole.1"]
    given = dict(zip(old, random.sample(new, len(old)), strict=True))
    form = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, old))})(?![\w-]|\.\w)")
    return [form.sub(lambda match: given[match[0]], line) for line in lines]


_ADDRESS = re.compile(r"(?<!\d)(?<!\d\.)(\d{1,3})\.(\d{1,3})\.(\d{1,3}\.\d{1,3})(?![\d.]|\w)")
_KEPT = ("0.", "127.", "224.", "239.", "255.", "169.254.")


def readdressed(lines: Sequence[str], random: Random) -> Lines:  # noqa: ARG001 -- a variant as the others
    """Return the log with other addresses, the same ones in both units' logs; what was one network is one."""

    def other(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith(_KEPT) else f"{int(match[2]) % 200 + 11}.{match[1]}.{match[3]}"

    return [_ADDRESS.sub(other, line) for line in lines]


# Where the daemons write the address of a unit together with its port.
_ENDPOINT = re.compile(
    r"(?<!\d)(?<!\d\.)(?P<address>(?:\d{1,3}\.){3}\d{1,3})(?P<port>\[\d{1,5}\]|:(?:500|4500)\b)"
)


def on_ipv6(lines: Sequence[str], random: Random) -> Lines | None:  # noqa: ARG001 -- a variant as the others
    """Return the log of the same tunnel between two units that speak IPv6; None where NAT is in the way."""
    text = "\n".join(lines)
    units = {match["address"] for match in _ENDPOINT.finditer(text)}
    moved = any(":4500" in line or "[4500]" in line for line in lines if ": adding " not in line)
    if not units or moved:
        return None
    # The same one in the other unit's log.
    given = {unit: "2001:db8:{}:{}:{}::{}".format(*unit.split(".")) for unit in units}
    is_iked = daemon_of(lines) == "iked"
    either = "|".join(map(re.escape, units))
    ends = r"(?P<port>:(?:500|4500)\b)?(?P<alone>/32\b)?(?![\d.]|/)"
    whole = re.compile(rf"(?<!\d)(?<!\d\.)(?P<address>{either}){ends}")

    def other(match: re.Match[str]) -> str:
        address = given[match["address"]]
        if match["alone"]:
            return f"{address}/128"
        # OpenIKED puts no brackets around it.
        bare = not match["port"] or is_iked
        return f"{address}{match['port'] or ''}" if bare else f"[{address}]{match['port']}"

    return [whole.sub(other, line) for line in lines]


REWRITTEN: Mapping[str, Variant] = {
    "noise": with_noise,
    "debug": with_debug,
    "returns": with_returns,
    "pasted": with_blanks,
    "numbered": numbered,
    "of-a-file": of_a_file,
    "renamed": renamed,
    "readdressed": readdressed,
    "ipv6": on_ipv6,
}
"""What else may differ from one tunnel or one log to the next."""

EQUAL: Mapping[str, Variant] = {**PREFIXES, **REWRITTEN}
"""All that must lead to the same verdict."""


def beheaded(lines: Sequence[str], random: Random) -> Lines:
    """Return what is left of a log that begins later."""
    return [*lines[random.randrange(1, max(2, len(lines))) :]]


def cut_short(lines: Sequence[str], random: Random) -> Lines:
    """Return what is there of a log that ends sooner."""
    return [*lines[: random.randrange(1, max(2, len(lines)))]]


PARTS: Mapping[str, Variant] = {"beheaded": beheaded, "cut-short": cut_short}
"""What tells less: at worst nothing, and never something that is wrong and said to be certain."""

TIMELESS = frozenset(("journal-unix", "journal-monotonic", "journal-cat", "docker-compose"))
"""Prefixes that tell no time of day, without which two logs are not put into one order."""
