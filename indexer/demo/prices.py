"""Prices as shops write them, in fen: 6,999, 259, 39.9. Whole numbers throughout."""

__all__ = ["charming", "in_yuan"]

_FEN = 100


def charming(fen: int) -> int:
    """The price near `fen` that a shop would print, never 0."""
    yuan = fen // _FEN
    if yuan >= 1000:  # noqa: PLR2004 - 4,999 and 15,990
        step = 100 if yuan >= 10_000 else 10  # noqa: PLR2004
        return ((yuan + step // 2) // step * step - step // 10) * _FEN
    if yuan >= 100:  # noqa: PLR2004 - 259, 268
        return (yuan // 10 * 10 + (9 if yuan % 10 >= 4 or yuan % 20 < 10 else 8)) * _FEN  # noqa: PLR2004
    if yuan >= 10:  # noqa: PLR2004 - 39.9, 39
        return yuan * _FEN + (90 if fen % _FEN >= 40 or yuan % 2 else 0)  # noqa: PLR2004
    return max(fen // 50 * 50 + 40, 90)  # 3.4, 3.9


def in_yuan(fen: int) -> int | float:
    """Fen as a feed has it: whole yuan without a point."""
    return fen // _FEN if fen % _FEN == 0 else fen / _FEN
