"""Lets pages of other origins call the API: those that a setting names, to the letter.

No cookie travels along: such a call is nobody's session.
"""

from flask import Flask, Response, request

__all__ = ["install"]

_API = "/api/v1/"
_ASKED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",
}


def install(app: Flask, origins: tuple[str, ...]) -> None:
    """Allow the API to those origins; none leaves browsers' own rule in force."""
    if not origins:
        return
    allowed = frozenset(origins)

    def allow(response: Response) -> Response:
        if not request.path.startswith(_API):
            return response
        # On every answer, else a cache would hand one origin's answer to another.
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
            if request.method == "OPTIONS":
                response.headers.update(_ASKED)
        return response

    app.after_request(allow)
