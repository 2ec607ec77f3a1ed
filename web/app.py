"""Puts the app together from its parts. It opens nothing: `Services` does."""

from flask import Flask

from web import api, health, problems, security, shop
from web.addresses import ProductIdConverter
from web.context import attach
from web.metrics import Metrics
from web.services import Services
from web.sessions import Sessions

__all__ = ["create_app"]

_WEEK = 7 * 24 * 3600  # static files carry their content's hash in the address


def create_app(services: Services) -> Flask:
    """The WSGI application of one shop. Raises nothing; errors become answers."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=services.settings.secret_key(),
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=_WEEK,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.session_interface = Sessions()
    # A product id may contain a slash, also two in a row.
    app.url_map.merge_slashes = False
    app.url_map.converters["product"] = ProductIdConverter
    metrics = Metrics()
    attach(app, services, metrics)
    metrics.watch(app)
    security.guard(app)
    problems.install(app, metrics)
    shop.install(app)
    app.register_blueprint(api.views)
    app.register_blueprint(health.views)
    return app
