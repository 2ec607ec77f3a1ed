"""Money and counts as people read them."""

__all__ = ["box", "money", "side", "sold"]

_WAN = 10_000


def money(fen: int) -> str:
    """Fen as a price: ¥6,999 or ¥6,999.50."""
    return f"¥{fen // 100:,}" if fen % 100 == 0 else f"¥{fen / 100:,.2f}"


def box(yuan: float | None) -> str:
    """Yuan as they stand in a box to type in; nothing for an open side."""
    return "" if yuan is None else f"{yuan:.10g}"


def side(yuan: float | None) -> str:
    """One side of a price range, as it is said of a slider's thumb."""
    return "不限" if yuan is None else f"¥{yuan:,.10g}"


def sold(count: int) -> str:
    """A count as shops write it: 3021 or 1.2万."""
    return str(count) if count < _WAN else f"{int(count / (_WAN / 10)) / 10:g}万"
