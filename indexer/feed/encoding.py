"""Telling from its beginning what a file is: UTF-8, GB18030, or nothing that can be read.

A broken line in a good file does not change what the file is: that line is rejected.
"""

import re
from codecs import getincrementaldecoder
from enum import Enum

__all__ = ["Encoding", "WrongFileError", "check_text", "encoding_of", "not_utf8", "text_of"]

_SIGNATURES = (
    (b"\xff\xfe", "这是 UTF-16 编码的文件，请另存为 UTF-8（Excel：“CSV UTF-8”）。"),
    (b"\xfe\xff", "这是 UTF-16 编码的文件，请另存为 UTF-8（Excel：“CSV UTF-8”）。"),
    (b"\x1f\x8b", "这是 gzip 文件，名字要以 .gz 结尾。"),
    (b"PK\x03\x04", "这是 Excel 或 zip 文件，请另存为 CSV（UTF-8）。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Excel 文件，请另存为 CSV（UTF-8）。"),
)

# Text hardly ever has NUL; UTF-16 without a mark has one in every Latin letter.
_NULS_OF_UTF16 = 0.2

# The characters of a GB18030 text that are not ASCII; the first part has those of GB2312.
_CHARACTER = re.compile(
    rb"([\xa1-\xfe][\xa1-\xfe])|[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]"
)

_COMMON = 0.8
"""Of a Chinese text's characters at least so many are in GB2312: of twenty titles at a time never
below 0.95, of a single one 0.83. Bytes of Big5 read as GB18030 never reach it with twenty titles,
nor do those of UTF-8 and Shift JIS."""

_WIDE = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")  # a Han character in UTF-8


class Encoding(Enum):
    """How the characters of a file are written."""

    ASCII = "ascii"  # so far: all that was met is the same in the others
    UTF_8 = "utf-8"
    GB18030 = "gb18030"  # GBK and GB2312 are parts of it


class WrongFileError(ValueError):
    """A file that cannot be meant; the text has the cure."""


def check_text(beginning: bytes) -> None:
    """Raise WrongFileError for a file that begins as none that we read."""
    for signature, message in _SIGNATURES:
        if beginning.startswith(signature):
            raise WrongFileError(message)
    if beginning.count(0) > _NULS_OF_UTF16 * len(beginning):
        raise WrongFileError("像是 UTF-16 编码的文件，请另存为 UTF-8。")


def encoding_of(sample: bytes) -> Encoding:
    """The encoding of some lines, the last of which may be cut.

    GB18030 is what is not UTF-8, can be read as GB18030 and then has the characters of a Chinese
    text: other encodings can often be read so, too, but as nonsense. All else is UTF-8, whose
    broken lines are told apart.
    """
    if sample.isascii():
        return Encoding.ASCII
    if _decodes(sample, Encoding.UTF_8):
        return Encoding.UTF_8
    chinese = _decodes(sample, Encoding.GB18030) and _is_common(sample)
    return Encoding.GB18030 if chinese else Encoding.UTF_8


def text_of(content: bytes, encoding: Encoding) -> str:
    """The text of a line. Raises UnicodeDecodeError for a line that is broken, and WrongFileError
    for one that shows that the file is not, or not all of it, in GB18030."""
    if encoding is not Encoding.GB18030:
        return content.decode(encoding.value)
    if _WIDE.search(content) and _decodes(content, Encoding.UTF_8) and not _is_common(content):
        raise WrongFileError("这一行是 UTF-8，前面的是 GB18030（GBK）；请把整个文件存为 UTF-8。")
    try:
        return content.decode(encoding.value)
    except UnicodeDecodeError as error:
        message = (
            f"第 {error.start + 1} 个字节起不是 GB18030（GBK），也不是 UTF-8；请另存为 UTF-8。"
        )
        raise WrongFileError(message) from error


def not_utf8(error: UnicodeDecodeError) -> str:
    """What to say of one line that is not UTF-8."""
    return f"第 {error.start + 1} 个字节起不是 UTF-8 编码；请把文件存为 UTF-8。"


def _is_common(text: bytes) -> bool:
    characters = _CHARACTER.findall(text)
    return sum(map(bool, characters)) >= _COMMON * len(characters)


def _decodes(content: bytes, encoding: Encoding) -> bool:
    """Whether it is text in that encoding; its last character may be cut."""
    try:
        getincrementaldecoder(encoding.value)().decode(content)
    except UnicodeDecodeError:
        return False
    return True
