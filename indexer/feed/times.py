"""Times as feeds write them: ISO 8601 or epoch seconds, Asia/Shanghai where no offset stands.

No calendar beyond that: a feed's own date formats are for its converter.
"""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Annotated

from pydantic import PlainValidator

from indexer.feed.checks import refusal

__all__ = ["SHANGHAI", "LastDay", "Time"]

SHANGHAI = timezone(timedelta(hours=8))
"""Asia/Shanghai has had this offset since 1991; the summer times before that are left out."""

_ALLOWED = "应当是 ISO 8601（2026-11-24、2026-11-24T08:00:00+08:00）或 1970 年起的秒数"

# 9999-12-31; anything above can only be milliseconds, as JavaScript and Java write them.
_LAST_SECOND = 253_402_300_799
_EPOCH = re.compile(r"-?\d{9,}(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=$|[ T])")  # as Excel writes dates


def _time(value: object) -> datetime:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(value)
    if not isinstance(value, str):
        message = f"{_ALLOWED}。"
        raise refusal(message)
    text = value.strip()
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    try:
        moment = datetime.fromisoformat(_SLASHED.sub(_dashed, text))
        # A time that cannot be told in UTC cannot be compared either.
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=SHANGHAI)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{_ALLOWED}，写的是 {text[:40]}。"
        raise refusal(message) from None
    return moment


def _last_day(value: object) -> datetime:
    """A time until which something holds: a day without a time is meant to its end."""
    moment = _time(value)
    if isinstance(value, str) and _DAY.fullmatch(_SLASHED.sub(_dashed, value.strip())):
        return datetime.combine(moment.date(), time(23, 59, 59), tzinfo=moment.tzinfo)
    return moment


def _from_epoch(seconds: float) -> datetime:
    try:
        if abs(seconds) > _LAST_SECOND:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, SHANGHAI)
    except (ValueError, OverflowError, OSError):
        message = f"{_ALLOWED}，写的是 {seconds}。"
        raise refusal(message) from None


def _dashed(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"


Time = Annotated[datetime, PlainValidator(_time)]
LastDay = Annotated[datetime, PlainValidator(_last_day)]
