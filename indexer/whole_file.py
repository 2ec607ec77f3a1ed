"""Files read and written whole: a written one appears under its name only when it is complete.

What is in them is the caller's.
"""

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from indexer.errors import FeedError
from indexer.feed.encoding import WrongFileError, check_text

__all__ = ["file_content", "whole_file"]

_BUFFER = 1 << 20
_MOST = 16 << 20  # bytes: word lists are read into memory


def file_content(path: Path) -> bytes:
    """What is in a file, unpacked where its name ends in `.gz`.

    Raises FeedError for more than 16 MiB, and where it can be seen that it is no UTF-8 text.
    """
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rb") as file:
            content = file.read(_MOST + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FeedError(path.name, "", "不是 gzip 文件，或已损坏。") from error
    if len(content) > _MOST:
        raise FeedError(path.name, "", f"太大，最多 {_MOST >> 20} MiB。")
    try:
        check_text(content)
    except WrongFileError as error:
        raise FeedError(path.name, "", str(error)) from error
    return content


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, packed where its name ends in `.gz`; left by an error, none appears."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb", buffering=_BUFFER) as raw:
            if path.suffix.lower() == ".gz":
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
