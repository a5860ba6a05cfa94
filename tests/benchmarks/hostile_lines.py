"""Lines made to be slow for whoever makes a text safe: ``python -m tests.benchmarks.hostile_lines``.

Takes escapes out of such lines, blots secrets out of them and masks names in them, at two lengths, and
compares the CPU time of each character; then masks lines among 2,000 and among 20,000 names that were met.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial

from ikewizard.cli import spare_collector
from ikewizard.logs.decode import plain
from ikewizard.report.masking import Masker
from ikewizard.report.private import PrivateForms
from ikewizard.report.redaction import redact
from tests.benchmarks.measure import growth, in_pieces_and_whole
from tests.hostile_lines import OF_ESCAPES, OF_NAMES, OF_SECRETS, line_of_names, line_of_secrets
from tests.report.maskers import lines_with_names, many_names, masker
from tests.shipped import knowledge

GOAL = 1.5
"""Times a character of a line eight times as long, or a name among ten times as many, may cost."""
TIMES = (2_500, 20_000)
"""How often a line holds what it is made of; what is shorter may be remembered by who masks."""
PIECES = TIMES[1] // TIMES[0]
MET = (2_000, 20_000)
LINES = 2_000


def main() -> int:
    """Measure, print a line for each, and return 1 when one of them takes more than its length."""
    spare_collector()
    growths = [growth(what, few, many, GOAL) for what, few, many in _costs()]
    sys.stdout.write(f"the most that it grew by: {max(growths):.2f} times\n")
    return int(max(growths) > GOAL)


def _costs() -> Iterator[tuple[str, float, float]]:
    """Yield what is measured, and what a character (or a line) of the smaller and of the larger takes."""
    secrets = knowledge().scan.secrets
    kinds: tuple[tuple[str, tuple[str, ...], Callable[[str, int], str], Callable[[str], object]], ...] = (
        ("cleaning", OF_ESCAPES, lambda unit, times: unit * times, plain),
        ("blotting out", OF_SECRETS, line_of_secrets, lambda line: redact(line, secrets)),
        ("masking", OF_NAMES, line_of_names, masker(knowledge(), "all").text),
    )
    for what, units, make, work in kinds:
        for unit in units:
            short, long = (make(unit, times) for times in TIMES)
            few, many = in_pieces_and_whole(partial(work, short), partial(work, long), PIECES)
            yield f"{what} {unit!r}", few / (PIECES * len(short)), many / len(long)
    text = "\n".join(lines_with_names(LINES))
    maskers = [Masker("all", (), private=PrivateForms(), known=many_names(met)) for met in MET]
    few, many = in_pieces_and_whole(partial(maskers[0].text, text), partial(maskers[1].text, text), 1)
    yield f"masking a line among {MET[1]} names", few / LINES, many / LINES


if __name__ == "__main__":
    sys.exit(main())
