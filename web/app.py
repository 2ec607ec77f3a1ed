"""Puts the app together from its parts. It opens nothing: `Services` does."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web import (
    api,
    caching,
    compression,
    cors,
    health,
    problems,
    rate_limits,
    security,
    shop,
    visitor,
    wishes,
)
from web.addresses import ProductIdConverter
from web.context import attach
from web.metrics import Metrics
from web.services import Services
from web.sessions import Sessions

__all__ = ["create_app"]


def create_app(services: Services) -> Flask:
    """The WSGI application of one shop. Errors become answers.

    Raises SettingsError for a place to count requests in that cannot be used.
    """
    settings = services.settings.web
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=services.settings.secret_key(),
        SESSION_COOKIE_SAMESITE="Lax",
        PROPAGATE_EXCEPTIONS=False,
    )
    app.session_interface = Sessions()
    # A product id may contain a slash, also two in a row.
    app.url_map.merge_slashes = False
    app.url_map.converters["product"] = ProductIdConverter
    if hops := settings.trusted_proxies:
        # Only then: anybody can send these headers.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    metrics = Metrics()
    attach(app, services, metrics)
    metrics.watch(app)
    if settings.compression:
        compression.install(app)
    metrics.watch_journal(services.journal, services.mover)
    security.guard(app)
    caching.install(app)
    cors.install(app, settings.cors_origins)
    rate_limits.install(app, settings)
    problems.install(app, metrics)
    visitor.install(app)
    wishes.install(app)
    shop.install(app)
    app.register_blueprint(api.views)
    app.register_blueprint(health.views)
    return app
