"""Reading packed logs as they are: gzip, bzip2, xz and zstd, a block at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from ikewizard.errors import InputError

BLOCK = 256 * 1024
"""Bytes that are read, and at most unpacked, at a time."""

# More than the highest common preset (xz -9: 65 MiB) needs to unpack; a hostile file may ask for 4 GiB.
_MEMORY = 160 * 2**20
_ZSTD_WINDOW = 27  # 128 MiB, what the zstd command takes at most without being told

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Source(Protocol):
        """Stored bytes."""

        def read(self, size: int, /) -> bytes:
            """Return the next ``size`` bytes; fewer only at the end."""
            ...

    class Unpacker(Protocol):
        """The state of unpacking one stream, as bz2, lzma and compression.zstd have it."""

        @property
        def eof(self) -> bool:
            """Whether the stream has come to its end."""
            ...

        @property
        def needs_input(self) -> bool:
            """Whether nothing more comes without more data."""
            ...

        @property
        def unused_data(self) -> bytes:
            """What came after the end."""
            ...

        def decompress(self, data: bytes, max_length: int) -> bytes:
            """Return what comes next, at most ``max_length`` bytes."""
            ...


def unpack(source: Source) -> Iterator[bytes]:
    """Yield the content of ``source``, unpacked where its first bytes say that it is packed.

    Several packed streams in a row are one content. Raises InputError for what is damaged, cut off or
    cannot be unpacked here.
    """
    head = source.read(BLOCK)
    for magic, kind, read in _KINDS:
        if head.startswith(magic):
            yield from _guarded(read(_Rejoined(head, source)), kind)
            return
    while head:
        yield head
        head = source.read(BLOCK)


class _Rejoined:
    """A source of which the first bytes have been looked at."""

    def __init__(self, head: bytes, source: Source) -> None:
        self._head = head
        self._source = source

    def read(self, size: int = BLOCK, /) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._source.read(size)


def _guarded(blocks: Iterator[bytes], kind: str) -> Iterator[bytes]:
    # Only what is raised in here: what the reader of the blocks raises does not come this way.
    try:
        yield from blocks
    except EOFError:
        raise InputError(
            f"the {kind} data breaks off", hint="copy the file again, or unpack what can be saved of it"
        ) from None
    except InputError:
        raise
    except Exception as error:  # each library has errors of its own
        raise InputError(f"the {kind} data cannot be unpacked: {error}") from None


def _gzip(source: Source) -> Iterator[bytes]:
    import zlib  # noqa: PLC0415 -- only for what is packed this way

    data = source.read(BLOCK)
    while data:
        machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        while not machine.eof:
            if not data:
                data = source.read(BLOCK)
            if not data:
                raise EOFError
            text = machine.decompress(data, BLOCK)
            data = machine.unconsumed_tail
            if text:
                yield text
        data = _next_stream(machine.unused_data, source)


def _next_stream(data: bytes, source: Source) -> bytes:
    """Return the beginning of the stream that follows, without the zeros that may pad it; else nothing."""
    data = data.lstrip(b"\0")
    while not data:
        block = source.read(BLOCK)
        if not block:
            return b""
        data = block.lstrip(b"\0")
    return data


def _streams(source: Source, begin: Callable[[], Unpacker]) -> Iterator[bytes]:
    data = source.read(BLOCK)
    while data:
        machine = begin()
        while not machine.eof:
            if machine.needs_input and not data:
                data = source.read(BLOCK)
                if not data:
                    raise EOFError
            text = machine.decompress(data, BLOCK)
            data = b""
            if text:
                yield text
        data = _next_stream(machine.unused_data, source)


def _bzip2(source: Source) -> Iterator[bytes]:
    from bz2 import BZ2Decompressor  # noqa: PLC0415 -- see _gzip

    return _streams(source, BZ2Decompressor)


def _xz(source: Source) -> Iterator[bytes]:
    from lzma import FORMAT_XZ, LZMADecompressor  # noqa: PLC0415 -- see _gzip

    return _streams(source, lambda: LZMADecompressor(FORMAT_XZ, memlimit=_MEMORY))


def _zstd(source: Source) -> Iterator[bytes]:
    # The second is the first one for a Python that is older than 3.14.
    library = _module("compression.zstd") or _module("backports.zstd")
    if library is None:
        raise InputError(
            "this is zstd data, which this Python cannot unpack",
            hint="install what can: pip install 'ikewizard[zstd]', or unpack it first: zstd -dc FILE",
        )
    options = {library.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
    return _streams(source, lambda: library.ZstdDecompressor(options=options))


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


_KINDS: tuple[tuple[bytes, str, Callable[[Source], Iterator[bytes]]], ...] = (
    (b"\x1f\x8b", "gzip", _gzip),
    (b"BZh", "bzip2", _bzip2),
    (b"\xfd7zXZ\x00", "xz", _xz),
    (b"\x28\xb5\x2f\xfd", "zstd", _zstd),
)
