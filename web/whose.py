"""For whom a page is put in order: who agreed to be remembered, and has not switched it off."""

from flask import request

from recsys import NOBODY, Who
from web.visitor import visitor

__all__ = ["PERSONAL", "is_switched_off", "whose"]

PERSONAL = "personal"
"""The cookie of the switch; it holds no number of anybody."""

_OFF = "off"


def whose() -> Who:
    """Whose history orders this page; NOBODY without consent, for robots, or where it is off."""
    who = visitor()
    if who.robot or who.session is None or is_switched_off():
        return NOBODY
    return Who(None, (who.session,))


def is_switched_off() -> bool:
    """Whether this browser wants the order that everybody sees."""
    return request.cookies.get(PERSONAL) == _OFF
