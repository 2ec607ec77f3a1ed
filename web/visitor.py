"""Who asks: a browser's signed session where its owner agreed, nobody otherwise, and no robots.

One cookie holds both the answer and the session: what was refused is not numbered.
"""

import re
import secrets
import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request
from itsdangerous import BadSignature, TimestampSigner
from werkzeug.wrappers import Response

from indexer.errors import InvalidRequestError
from web.context import services
from web.problems import NeedsKeyError

__all__ = ["COOKIE", "Visitor", "from_our_pages", "install", "local", "signed_session", "visitor"]

COOKIE = "consent"

_KEPT_SECONDS = 180 * 24 * 3600  # then the shopper is asked again
_REFUSED = "no"
_SESSION_BYTES = 12
_SALT = "web.visitor"

# How crawlers call themselves, the large ones and most small ones. A program that searches for a
# shop (python-requests, curl) is none, nor is a phone by Cubot.
_CRAWLER = re.compile(
    r"(?<!cu)bots?(?:\b|_)|crawl|spider|slurp|archiver|facebookexternalhit|mediapartners"
    r"|feedfetcher|lighthouse|pingdom|embedly|bingpreview|uripreview|yisou",
    re.IGNORECASE,
)
_FETCHED_AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")
_LONGEST_AGENT = 1_000
_LONGEST_COOKIE = 200  # ours are half as long

views = Blueprint("consent", __name__)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `session` None: not agreed. `asked`: has answered the question, either way."""

    session: str | None
    asked: bool
    robot: bool


def install(app: Flask) -> None:
    """Ask for consent on every page, and take the answer."""
    app.jinja_env.globals["visitor"] = visitor
    app.jinja_env.globals["here"] = _here
    app.jinja_env.globals["retention"] = lambda: services().settings.retention
    app.register_blueprint(views)


def visitor() -> Visitor:
    """Who makes this request."""
    found: Visitor | None = g.get("visitor")
    if found is None:
        session = signed_session()
        asked = session is not None or request.cookies.get(COOKIE) == _REFUSED
        g.visitor = found = Visitor(session, asked, _is_robot())
    return found


def signed_session() -> str | None:
    """The session of the browser that makes this request, where its owner agreed."""
    cookie = request.cookies.get(COOKIE, "")
    if not cookie or cookie == _REFUSED or len(cookie) > _LONGEST_COOKIE:
        return None
    session, signed = _signed(str(current_app.secret_key), cookie)
    return session if 0 <= time.time() - signed <= _KEPT_SECONDS else None


def from_our_pages() -> bool:
    """Whether a browser says that one of our own pages sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.host
    except ValueError:
        return False


@views.get("/consent")
def settings() -> str:
    """What is remembered, what was answered, and the two buttons."""
    return render_template("privacy.html")


@views.post("/consent")
def answer() -> Response:
    """Take `answer=yes|no`, then lead back to the local address `next`."""
    if not from_our_pages():
        raise NeedsKeyError("Origin", "请在本店的页面上选择。")
    given = request.form.get("answer", "")
    if given not in ("yes", "no"):
        raise InvalidRequestError("answer", "请选 yes 或 no。")
    response = redirect(local(request.form.get("next", "")), 303)
    value = _REFUSED
    if given == "yes":
        # Who agrees once more goes on under the same number.
        session = visitor().session or secrets.token_hex(_SESSION_BYTES)
        value = _signer(str(current_app.secret_key)).sign(session).decode()
    response.set_cookie(
        COOKIE,
        value,
        max_age=_KEPT_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


@lru_cache(maxsize=10_000)  # a visit has dozens of requests, and a signature costs some of each
def _signed(secret: str, cookie: str) -> tuple[str | None, float]:
    """The session in a cookie, and when it was signed, in seconds since 1970; None: it was not."""
    try:
        session, when = _signer(secret).unsign(cookie, return_timestamp=True)
        return session.decode(), when.timestamp()
    except (BadSignature, UnicodeDecodeError):
        return None, 0.0


def _signer(secret: str) -> TimestampSigner:
    return TimestampSigner(secret, salt=_SALT)


def _is_robot() -> bool:
    agent = request.headers.get("User-Agent", "")[:_LONGEST_AGENT]
    ahead = any(
        word in value
        for name in _FETCHED_AHEAD
        if (value := request.headers.get(name))
        for word in ("prefetch", "preview")
    )
    return ahead or _is_crawler(agent)


@lru_cache(maxsize=1024)  # a shop meets few browsers, each of them often
def _is_crawler(agent: str) -> bool:
    return not agent or _CRAWLER.search(agent) is not None


def _here() -> str:
    """The address of this page as it stands in a link: a product's id may have any sign."""
    if request.method != "GET":
        return "/"
    query = request.query_string.decode("ascii", "replace")
    path = quote(request.path, safe="/")
    return f"{path}?{query}" if query else path


def local(address: str) -> str:
    """The address if it is one of ours, else the home page."""
    # A browser takes //host, /\host and anything with a scheme elsewhere; control characters vanish.
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return "/"
    return address if address.isprintable() else "/"
