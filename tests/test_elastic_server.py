"""The server that the tests are given is a real one, and each test leaves it as it was."""

from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from tests.elastic_server import ServerMissingError, index_prefix, start

pytestmark = pytest.mark.elastic


def test_what_is_indexed_can_be_read(elastic_url: str, elastic_prefix: str) -> None:
    name = f"{elastic_prefix}-shop"
    with Elasticsearch(elastic_url) as client:
        client.index(index=name, id="1", document={"title": "华为手机"}, refresh=True)
        assert client.get(index=name, id="1")["_source"] == {"title": "华为手机"}
        assert client.count(index=name)["count"] == 1


def test_indices_and_aliases_are_gone_after_the_test(elastic_url: str) -> None:
    with Elasticsearch(elastic_url) as client:
        with index_prefix(elastic_url) as prefix:
            client.indices.create(index=f"{prefix}-1", aliases={f"{prefix}-now": {}})
            assert client.indices.exists(index=f"{prefix}-now")
        assert not client.indices.exists(index=f"{prefix}-1")
        assert not client.indices.exists_alias(name=f"{prefix}-now")


def test_without_any_source_every_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docker-compose.yml").write_text("services: {}\n", "utf-8")
    monkeypatch.setattr("tests.elastic_server.java._JVMS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerMissingError) as told:
        start({}, tmp_path, required=False)
    assert "XUNHUO_TEST_ELASTICSEARCH_URL" in str(told.value)
    assert "docker-compose.yml names no Elasticsearch image" in str(told.value)
    assert "no JDK of version 21" in str(told.value)
