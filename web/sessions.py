"""Flask's signed sessions; a request that brings none costs nothing."""

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

__all__ = ["Sessions"]


class Sessions(SecureCookieSessionInterface):
    """As the base, but the signer is made only for a cookie that is there to be read.

    It takes longer than the rest of the way to a view, and most requests of the API have no cookie.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session that the request's cookie holds, else an empty one."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        """As all our cookies: over HTTPS it is never sent without."""
        return request.is_secure or super().get_cookie_secure(app)
