"""A log among other lines: of other programs, of a higher level, and as what showed it writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from tests.logs.variants.apart import OWN_FILE, SYSLOG, Lines, apart, daemon_of, is_a_commands, is_journals

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
    if daemon == "iked" or is_a_commands(lines) or is_journals(lines):
        return None
    mixed = []
    for line in lines:
        parts = SYSLOG.fullmatch(line) or OWN_FILE.fullmatch(line)
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
