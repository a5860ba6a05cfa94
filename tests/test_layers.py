"""The import rules of docs/architecture.md, held by reading every import of the package."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "ikewizard"
FILES = sorted(PACKAGE.rglob("*.py"))

PURE_LIBRARY = {
    "__future__",
    "_json",
    "array",
    "ast",
    "base64",
    "binascii",
    "bisect",
    "codecs",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "difflib",
    "enum",
    "fnmatch",
    "functools",
    "heapq",
    "hmac",
    "html",
    "importlib",
    "ipaddress",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "statistics",
    "string",
    "textwrap",
    "types",
    "typing",
    "unicodedata",
    "zlib",
}
# Python's own machine for patterns: stored code goes into it as ``re`` would hand it over.
MACHINE = {"_sre"}
# Optional, and only computing: it searches bytes for texts, and there is a way without it.
NATIVE = {"hyperscan"}
# Only computing, too: it parses the text that it is given, and refuses to look anywhere else.
PARSERS = {"defusedxml"}
PURE = {"core", "logs", "settings", "report"}
MAY_IMPORT = {
    "core": {"core", "errors"},
    "logs": {"logs", "core", "errors"},
    "settings": {"settings", "core", "errors"},
    "report": {"report", "core", "logs", "settings", "errors"},
    "knowledge": {"knowledge", "core", "logs", "settings", "report", "errors", "version"},
    "sessions": {"sessions", "core", "report", "errors"},
    "console": {"console", "core", "report", "errors"},
    "web": {"web", "core", "report", "errors"},
    "errors": set[str](),
    "version": set[str](),
}


def group(path: Path) -> str:
    """Return the part of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the full name of every module that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    """A part of the package imports only the parts below it."""
    allowed = MAY_IMPORT.get(group(path))
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("ikewizard.")}
    assert allowed is None or ours <= allowed


@pytest.mark.parametrize(
    "path", [p for p in FILES if group(p) in PURE], ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_the_pure_parts_import_nothing_that_touches_the_world(path: Path) -> None:
    """No files, clock, random, environment or third party in the pure parts."""
    foreign = {name.split(".")[0] for name in imports(path)} - {"ikewizard"}
    assert foreign <= PURE_LIBRARY | MACHINE | NATIVE | PARSERS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_file_is_over_300_lines(path: Path) -> None:
    """A file that has grown too big is split where its name needs an 'and'."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
