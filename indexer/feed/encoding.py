"""Telling what a file is from its beginning, when it is not the UTF-8 text that it should be.

A single broken line in a good file is no matter of this module: that line is rejected.
"""

__all__ = ["not_utf8", "wrong_file"]

_SIGNATURES = (
    (b"\xff\xfe", "这是 UTF-16 编码的文件，请另存为 UTF-8（Excel：“CSV UTF-8”）。"),
    (b"\xfe\xff", "这是 UTF-16 编码的文件，请另存为 UTF-8（Excel：“CSV UTF-8”）。"),
    (b"\x1f\x8b", "这是 gzip 文件，名字要以 .gz 结尾。"),
    (b"PK\x03\x04", "这是 Excel 或 zip 文件，请另存为 CSV（UTF-8）。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Excel 文件，请另存为 CSV（UTF-8）。"),
)

# Text hardly ever has NUL; UTF-16 without a mark has one in every Latin letter.
_NULS_OF_UTF16 = 0.2


def wrong_file(beginning: bytes) -> str | None:
    """What is wrong with a file that begins so, and the cure; None for one that may be read.

    GBK is told apart by all lines with Chinese failing as UTF-8 and passing as GBK.
    """
    for signature, message in _SIGNATURES:
        if beginning.startswith(signature):
            return message
    if beginning.count(0) > _NULS_OF_UTF16 * len(beginning):
        return "像是 UTF-16 编码的文件，请另存为 UTF-8。"
    lines = beginning.split(b"\n")
    if len(lines) > 1:
        lines.pop()  # the last one may be cut
    foreign = [(number, line) for number, line in enumerate(lines) if not line.isascii()]
    heading = any(number == 0 for number, _ in foreign)
    if foreign and (heading or len(foreign) > 1) and all(_is_gbk(line) for _, line in foreign):
        return "像是 GBK 编码的文件，请另存为 UTF-8（Excel：“CSV UTF-8”）。"
    return None


def not_utf8(error: UnicodeDecodeError) -> str:
    """What to say of one line that is not UTF-8."""
    return f"第 {error.start + 1} 个字节起不是 UTF-8 编码；只接受 UTF-8（GBK 文件请先另存）。"


def _is_gbk(line: bytes) -> bool:
    return not _decodes(line, "utf-8") and _decodes(line, "gb18030")


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
