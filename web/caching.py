"""What browsers and caches may keep of an answer, and for how long.

Nothing is kept unasked for: without another word an answer is checked again before it is used. An
answer with a tag costs no transfer where it is still the same (304). A search has no tag: each
answer has a `search_id` of its own. What a browser with cookies gets may be for it alone.
"""

from hashlib import blake2b
from pathlib import Path

from flask import Flask, Response, request

__all__ = ["install", "tagged", "version"]

_FOREVER = 365 * 24 * 3600

_AGAIN = "no-cache"
_KEPT = f"public, max-age={_FOREVER}, immutable"


def version(content: bytes) -> str:
    """A few characters that change with the content: they stand in addresses and tags."""
    return blake2b(content, digest_size=6).hexdigest()


def tagged(response: Response, *, seconds: int = 0) -> Response:
    """The answer with a tag of its content, or 304 where the caller has it already.

    Within `seconds` it may be used without asking, but not by caches that many people share.
    """
    if seconds:
        response.headers["Cache-Control"] = f"private, max-age={seconds}"
    # Weak: compressed on its way, it is other bytes of the same meaning.
    response.set_etag(version(response.get_data()), weak=True)
    response.make_conditional(request)  # changes the answer itself
    return response


def install(app: Flask) -> None:
    """Say on every answer of an app how long it is good for."""
    folder = Path(app.static_folder or "")
    versions = {
        path.relative_to(folder).as_posix(): version(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }

    def keep(response: Response) -> Response:
        if request.endpoint == "static":
            asked = request.args.get("v")
            named = (request.view_args or {}).get("filename", "")
            # Only what the address names: while servers change one by one, an old one may be asked
            # for the new content.
            current = asked is not None and asked == versions.get(named)
            response.headers["Cache-Control"] = _KEPT if current else _AGAIN
        else:
            again = f"private, {_AGAIN}" if request.cookies else _AGAIN
            response.headers.setdefault("Cache-Control", again)
        return response

    app.after_request(keep)
