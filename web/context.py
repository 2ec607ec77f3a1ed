"""The way from a view to the services of its app. Everything below a view gets plain arguments."""

from flask import Flask, current_app

from web.metrics import Metrics
from web.services import Services

__all__ = ["attach", "metrics", "services", "services_of"]

_SERVICES, _METRICS = "xunhuo.services", "xunhuo.metrics"


def attach(app: Flask, services: Services, metrics: Metrics) -> None:
    """Give an app what its views will ask for."""
    app.extensions[_SERVICES] = services
    app.extensions[_METRICS] = metrics


def services() -> Services:
    """The services of the app that answers this request."""
    return services_of(current_app)


def services_of(app: Flask) -> Services:
    """The services that were attached to an app."""
    found = app.extensions[_SERVICES]
    assert isinstance(found, Services)  # noqa: S101 - tells the type checker what attach promised
    return found


def metrics() -> Metrics:
    """The measures of the app that answers this request."""
    found = current_app.extensions[_METRICS]
    assert isinstance(found, Metrics)  # noqa: S101 - as above
    return found
