"""The lines of a feed file as bytes: plain or gzip, never more of a line than is allowed.

What a line means is for the readers above.
"""

import gzip
import io
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from indexer.errors import FeedError
from indexer.feed.encoding import Encoding

__all__ = ["LONGEST_LINE", "Line", "Lines"]

LONGEST_LINE = 1 << 20
"""Bytes of a line, its end not counted (contract §2)."""

_CHUNK = 1 << 16
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end. `long`: only its beginning, the rest is in `Lines.remainder`."""

    number: int
    content: bytes
    long: bool = False


class Lines:
    """The lines of one file, in order. Use it with `with`; iterate it once.

    Raises FeedError for a file that cannot be read or is no UTF-8 text at all.
    """

    def __init__(self, path: Path) -> None:
        """Lines of `path`, which is gzip when its name says so."""
        self.path = path
        self.encoding = Encoding.ASCII
        """In which the lines are written, as far as those who read them have seen."""

        self._number = 0
        self._returned: deque[Line] = deque()
        self._inside_long = False
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Open the file and look at its beginning."""
        try:
            self._raw = self._open.enter_context(self._opened())
            stream: BinaryIO = self._raw
            if self.path.suffix.lower() == ".gz":
                unpacked = self._open.enter_context(gzip.GzipFile(fileobj=self._raw))
                stream = cast("BinaryIO", io.BufferedReader(unpacked, _CHUNK))
            self._stream = stream
            self._skip_mark()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._open.close()

    def __iter__(self) -> Iterator[Line]:
        """Itself."""
        return self

    def __next__(self) -> Line:
        """The next line; what is left of a long one is passed over."""
        if self._returned:
            return self._returned.popleft()
        for _ in self.remainder():
            pass
        content = self._read(LONGEST_LINE + len(b"\r\n"))
        if not content:
            raise StopIteration
        self._number += 1
        self._inside_long = not content.endswith(b"\n") and len(content) > LONGEST_LINE
        text = content.rstrip(b"\r\n")
        return Line(self._number, text, long=self._inside_long or len(text) > LONGEST_LINE)

    def remainder(self) -> Iterator[bytes]:
        """What is left of a long line, in pieces, without its end."""
        while self._inside_long:
            piece = self._read(_CHUNK)
            self._inside_long = bool(piece) and not piece.endswith(b"\n")
            yield piece if self._inside_long else piece.rstrip(b"\r\n")

    def give_back(self, lines: Sequence[Line]) -> None:
        """Have these lines come next, in this order."""
        self._returned.extendleft(reversed(lines))

    def position(self) -> int:
        """How many bytes of the file on disk have been read."""
        return self._raw.tell()

    def beginning(self) -> bytes:
        """A first part of the file, without reading past it; empty for an empty file."""
        try:
            return cast("io.BufferedReader", self._stream).peek(_CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise self._broken(error) from error

    def _opened(self) -> BinaryIO:
        try:
            return self.path.open("rb", buffering=_CHUNK)
        except OSError as error:
            message = f"打不开：{error.strerror}。"
            raise FeedError(str(self.path), "", message) from error

    def _skip_mark(self) -> None:
        if self.beginning().startswith(_BOM):
            self._read(len(_BOM))

    def _read(self, limit: int) -> bytes:
        try:
            return self._stream.readline(limit)
        except (OSError, EOFError, zlib.error) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> FeedError:
        if isinstance(error, gzip.BadGzipFile):
            message = "不是 gzip 文件，或已损坏；没有压缩的文件名字不要以 .gz 结尾。"
        elif isinstance(error, EOFError | zlib.error):
            message = "gzip 文件不完整或已损坏，请重新下载或重新压缩。"
        else:
            message = f"无法读取：{error}"
        return FeedError(f"{self.path}:{self._number + 1}", "", message)
