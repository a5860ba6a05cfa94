"""How the lines of a daemon come out of what keeps them: syslog, a journal, a container, a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from tests.logs.variants.apart import WORKER, Lines, Variant, apart, is_a_commands, is_journals


def _prefixed(form: str) -> Variant:
    """Return the variant that writes ``form`` before each message."""
    is_bare = "{program}" not in form

    def rewritten(lines: Sequence[str], random: Random) -> Lines | None:
        if is_a_commands(lines) or (is_bare and is_journals(lines)):
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
        if "charon" in programs and not all(WORKER.match(line.text) for line in told):
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
