"""Generations on a cluster: an index each, and an alias that names the one that searches read.

Documents are written elsewhere, through a second alias of each index.
"""

from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from indexer.engine import Generation
from indexer.engines.elastic.failures import reading, writing
from indexer.errors import InvalidRequestError

__all__ = ["Generations"]

_REFRESH = "1s"  # for what a writer that died could not refresh itself


class Generations:
    """The indices `<alias>-<generation>`. Safe to share between threads."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client = client
        self.alias = alias
        self._dimensions: dict[Generation, int] = {}

    def index(self, generation: Generation) -> str:
        """The index of a generation."""
        return f"{self.alias}-{generation.name}"

    def write_alias(self, generation: Generation) -> str:
        """The alias to write through: gone together with the index."""
        return f"{self.index(generation)}-write"

    def of_index(self, index: str) -> Generation:
        """The generation of an index."""
        return Generation(index.removeprefix(f"{self.alias}-"))

    def create(
        self, generation: Generation, *, mappings: Mapping[str, Any], settings: Mapping[str, Any]
    ) -> None:
        """A new index; raises InvalidRequestError when the name is taken."""
        with writing(generation.name):
            self._client.indices.create(
                index=self.index(generation),
                mappings=mappings,
                settings=settings,
                aliases={self.write_alias(generation): {}},
            )

    def all(self) -> list[Generation]:
        """All that exist, the oldest first."""
        with reading():
            found = self._client.indices.get(
                index=f"{self.alias}-*", features="aliases", ignore_unavailable=True
            )
        generations = (self.of_index(index) for index in found)
        # Other aliases may begin like this one; what follows ours has no further dash.
        return sorted(generation for generation in generations if "-" not in generation.name)

    def published(self) -> Generation | None:
        """The one that the alias names."""
        with reading():
            indices = self._published_indices()
        return self.of_index(indices[0]) if indices else None

    def publish(self, generation: Generation) -> None:
        """Let the alias name this one, in one step; raises InvalidRequestError without it."""
        index = self.index(generation)
        with writing(generation.name):
            self._client.indices.put_settings(
                index=index, settings={"index.refresh_interval": _REFRESH}
            )
            others = [other for other in self._published_indices() if other != index]
            removals = [
                {"remove": {"index": other, "alias": self.alias, "must_exist": False}}
                for other in others
            ]
            addition = {"add": {"index": index, "alias": self.alias}}
            self._client.indices.update_aliases(actions=[*removals, addition])

    def drop(self, generation: Generation) -> None:
        """Remove for good, if it is there; raises InvalidRequestError for the published one."""
        if generation == self.published():
            raise InvalidRequestError("generation", f"正在使用，不能删除：{generation.name}")
        self._dimensions.pop(generation, None)
        with writing(generation.name):
            self._client.indices.delete(index=self.index(generation), ignore_unavailable=True)

    def dimensions(self, generation: Generation) -> int:
        """The dimensions of a generation's vectors, asked for once."""
        known = self._dimensions.get(generation)
        if known is None:
            with writing(generation.name):
                index = self.index(generation)
                answer = self._client.indices.get_mapping(index=index)
            known = int(answer[index]["mappings"]["_meta"]["dimensions"])
            self._dimensions[generation] = known
        return known

    def _published_indices(self) -> list[str]:
        try:
            return sorted(self._client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []
