"""Days as a shop counts them: from midnight to midnight in China."""

__all__ = ["DAY", "day_of"]

DAY = 24 * 3600
_AHEAD = 8 * 3600  # Asia/Shanghai, as in feeds


def day_of(now: float) -> int:
    """The number of the day since 1970 at that many seconds since 1970."""
    return int((now + _AHEAD) // DAY)
