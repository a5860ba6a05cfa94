"""Scanning: ``python -m tests.benchmarks.scanning``, with ``--size MB`` and ``--backend native|words``.

Builds a log from the corpus' own lines and the noise of a gateway's syslog, a fifth of its lines hitting,
and compares the CPU time of scanning it, whole process, with that of ripgrep over the same patterns (which
only tells the lines, not the messages). Runs are interleaved, and the medians are compared.
Ripgrep is ended after four times our own time: the ratio is then less than what is told. With ``--unbounded``
it is given the patterns without their upper bounds, which Python needs to stay linear and it does not.
With ``--memory`` only the peak memory is measured, in one run: that of 1000 MB has to be that of 200 MB.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from ikewizard.knowledge.load import load
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, plain, split_lines
from tests.benchmarks.measure import MEGABYTE, run, verdict

CASES = Path(__file__).parents[1] / "corpus" / "cases"
ROUNDS = 5
GOALS = {"native": 0.75, "words": 3.0}
PEAK = 80.0
# Ripgrep unrolls bounded repeats, and may take an hour: after so many times our own it is ended.
PATIENCE = 4

NOISE = (
    "sshd[{n}]: Accepted publickey for backup from 10.20.{a}.{b} port {p} ssh2: ED25519 SHA256:{n}AbC{p}dEf",
    "sshd[{n}]: pam_unix(sshd:session): session opened for user backup(uid=1003) by (uid=0)",
    "kernel: [{n}.{p}] eth1: link up, 1000 Mbps, full duplex, flow control rx/tx",
    "kernel: [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:1c:{a}:{b}:08:00 SRC=203.0.113.{a} DST=198.51.100.{b}"
    " LEN=60 TOS=0x00 PREC=0x00 TTL=52 ID={p} DF PROTO=TCP SPT={p} DPT=22 WINDOW=29200 RES=0x00 SYN URGP=0",
    "CRON[{n}]: (root) CMD (command -v debian-sa1 > /dev/null && debian-sa1 1 1)",
    "dhclient[{n}]: DHCPREQUEST for 10.20.{a}.{b} on eth1 to 10.20.0.1 port 67 (xid=0x{p})",
    "named[{n}]: client @0x7f{p} 10.20.{a}.{b}#{p} (updates.example.net): query: updates.example.net IN A +E",
    'nginx: 10.20.{a}.{b} - - "GET /static/app.{n}.js HTTP/1.1" 200 {p} "https://intranet.example.net/start"'
    ' "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"',
    "postfix/smtpd[{n}]: connect from mail.example.org[203.0.113.{a}]",
    "ntpd[{n}]: adjusting local clock by -0.{p}s",
    "systemd-logind[{n}]: New session {p} of user backup.",
    "snmpd[{n}]: Connection from UDP: [10.20.{a}.{b}]:{p}->[10.20.0.9]:161",
)
# Every part of a pattern that is no text: a class, an escape, the beginning and the end of a group.
_PARTS = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<ahead>\(\?<?[=!])|(?P<open>\((?:\?(?:P<\w+>|:))?)|(?P<close>\))|."
)
# A bound that keeps a pattern of Python linear; ripgrep is that anyhow, and would unroll it.
_BOUND = re.compile(r"(?<!\\)\{([0-9]+),[0-9]{2,}\}")
# What Python lets a backslash stand before, and ripgrep does not.
_NEEDLESS = re.compile(r"\\([\"'#,:;=<>@!%`_/ ])")


def main() -> int:
    """Measure, print a line for each figure, and return 1 when a goal is missed."""
    asked = _parser().parse_args()
    ripgrep = shutil.which("rg")
    if ripgrep is None and not asked.memory:
        sys.stderr.write("ripgrep is not installed (on Debian: apt-get install ripgrep)\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        log, patterns = Path(folder, "mixed.log"), Path(folder, "patterns")
        known = Catalog.build(load(cache=Path(folder)).read.dialects)
        _build(log, asked.size * MEGABYTE, known)
        ours = [sys.executable, "-m", "tests.benchmarks.onescan", str(log), asked.backend, folder]
        if asked.memory or ripgrep is None:
            return int(_tell_peak(asked.size, asked.backend, run(ours).peak))
        _write_patterns(patterns, known, asked.unbounded)
        theirs = [ripgrep, "-c", "--no-unicode", "-f", str(patterns), str(log)]
        most = math.ceil(PATIENCE * run(ours).cpu)
        rounds = [(run(ours), run(theirs, most=most)) for _ in range(ROUNDS)]
    mine, other = (statistics.median(pair[which].cpu for pair in rounds) for which in (0, 1))
    ratio = statistics.median(one.cpu / two.cpu for one, two in rounds)
    goal = GOALS[asked.backend]
    than = "" if rounds[0][1].printed else "less than "
    sys.stdout.write(
        f"{asked.size} MB, {asked.backend}: {than}{ratio:.2f} of ripgrep (goal {goal};"
        f" {mine:.2f} s to {other:.2f} s) {verdict(ratio, goal)}\n"
    )
    fat = _tell_peak(asked.size, asked.backend, max(pair[0].peak for pair in rounds))
    sys.stdout.write(f"{rounds[0][0].printed.strip()}; ripgrep: {rounds[0][1].printed.strip()} lines\n")
    return int(ratio > goal or fat)


def _tell_peak(size: int, backend: str, peak: float) -> bool:
    """Print the peak memory, and return whether it is too much."""
    sys.stdout.write(
        f"{size} MB, {backend}: peak memory {peak:.0f} MB (goal {PEAK:.0f}) {verdict(peak, PEAK)}\n"
    )
    return peak > PEAK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Scanning speed and memory, compared with ripgrep.")
    parser.add_argument("--size", type=int, default=200, metavar="MB")
    parser.add_argument("--backend", choices=sorted(GOALS), default="native")
    parser.add_argument(
        "--unbounded",
        action="store_true",
        help="lift the upper bounds in ripgrep's patterns, which it unrolls",
    )
    parser.add_argument("--memory", action="store_true", help="only the peak memory, in one run")
    return parser


def _build(log: Path, size: int, known: Catalog) -> None:
    hitting, others = _corpus_lines(known)
    chance = random.Random(20)
    written = count = 0
    with log.open("wb") as opened:
        while written < size:
            lines = [_line(chance, count + n, hitting, others) for n in range(10_000)]
            count += len(lines)
            written += opened.write("\n".join([*lines, ""]).encode("utf-8"))


def _corpus_lines(known: Catalog) -> tuple[list[str], list[str]]:
    lines = {line for file in CASES.glob("*/*.log") for line in split_lines(decode(file.read_bytes()))}
    hits = {line for line in lines if known.hits(plain(line))}
    return sorted(hits), sorted(line for line in lines - hits if line.strip())


def _line(chance: random.Random, number: int, hitting: list[str], others: list[str]) -> str:
    draw = chance.random()
    if draw < 0.24:
        return chance.choice(hitting if draw < 0.2 else others)
    second = number // 7
    clock = f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"
    text = chance.choice(NOISE).format(
        n=chance.randrange(100, 30_000),
        p=chance.randrange(1024, 65_000),
        a=chance.randrange(256),
        b=chance.randrange(256),
    )
    return f"Nov {10 + second // 86400 % 20} {clock} gw1 {text}"


def _write_patterns(file: Path, known: Catalog, unbounded: bool = False) -> None:
    patterns = [_for_ripgrep(each.pattern) for dialect in known.dialects for each in dialect.signatures]
    if unbounded:
        patterns = [_BOUND.sub(r"{\1,}", pattern) for pattern in patterns]
    file.write_text("".join(f"{pattern}\n" for pattern in patterns), encoding="utf-8")


def _for_ripgrep(pattern: str) -> str:
    """Return the pattern as ripgrep knows it: no names, and without what only looks around."""
    kept: list[str] = []
    hidden: list[bool] = []
    for part in _PARTS.finditer(pattern):
        text = part.group()
        if part["ahead"] or part["open"]:
            hidden.append(bool(part["ahead"]) or (bool(hidden) and hidden[-1]))
            text = "(?:"
        if not (hidden and hidden[-1]):
            # Without Unicode ripgrep knows bytes only.
            plain_text = (
                text if text.isascii() else "".join(f"\\x{byte:02x}" for byte in text.encode("utf-8"))
            )
            kept.append(_NEEDLESS.sub(r"\1", plain_text))
        if part["close"]:
            hidden.pop()
    return "".join(kept)


if __name__ == "__main__":
    sys.exit(main())
