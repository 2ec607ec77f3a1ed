"""A client for the cluster that the settings name.

It connects on first use only, and never asks for `/`: some distributions answer 405 there.
"""

from typing import Any

from elasticsearch import Elasticsearch, OrjsonSerializer

from indexer.settings import ElasticsearchSettings

__all__ = ["connect"]

_RETRIES = 3  # on another node where there is one; `kill -9` of one of three then shows no error


def connect(settings: ElasticsearchSettings) -> Elasticsearch:
    """A client that threads may share; `close` it when done."""
    options: dict[str, Any] = {}
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif settings.username:
        options["basic_auth"] = (settings.username, settings.password)
    if settings.ca_certs is not None:
        options["ca_certs"] = str(settings.ca_certs)
    return Elasticsearch(
        list(settings.hosts),
        max_retries=_RETRIES,
        # Loading is a third faster than with the standard library's JSON.
        serializer=OrjsonSerializer(),
        **options,
    )
