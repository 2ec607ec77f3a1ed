"""What the next page says of what was just done, once: "拿掉了", and how to take it back.

It travels in Flask's session cookie, which goes with it: who has nothing said to them has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import current_app, flash, get_flashed_messages, request

__all__ = ["Said", "quoted", "said", "say"]

_TITLE = 20


@dataclass(frozen=True, slots=True)
class Said:
    """`undo`: the address of a form that takes it back, with its `fields`; empty: there is none."""

    text: str
    undo: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def say(text: str, undo: str = "", **fields: str | int) -> None:
    """Have the next page say it."""
    flash(orjson.dumps([text, undo, fields]).decode())


def quoted(title: str) -> str:
    """A product as a sentence names it: by the beginning of its title."""
    return f"“{title[:_TITLE]}{'…' if len(title) > _TITLE else ''}”"


def said() -> list[Said]:
    """What is to be said on this page. Asked of no session where the browser brings none."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return []
    return [Said(*orjson.loads(str(one))) for one in get_flashed_messages()]
