"""The synonym file in the database, and the rules that a process has of it."""

import time
from collections.abc import Callable
from typing import Self

from indexer.analysis import Analyzer
from indexer.store import Store
from query.synonyms.rules import Synonyms
from query.synonyms.solr import Rule, read_rules

__all__ = ["SynonymStore"]

_NAME = "synonyms"
_LOOK = 2.0  # seconds between looks at what others have changed


class SynonymStore:
    """The synonyms of a shop. Safe to share between threads."""

    def __init__(
        self, store: Store, analyzer: Analyzer, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is read yet: until `refresh` there are none. `now` counts seconds."""
        self._store = store
        self._analyzer = analyzer
        self._now = now
        self._looked = float("-inf")
        self._digest = ""
        self._present: Synonyms | None = None

    def present(self) -> Synonyms | None:
        """What was read last; a search does not wait for the database."""
        return self._present

    def refresh(self) -> int:
        """Read what has changed; for a thread that calls it again and again. How often it read."""
        now = self._now()
        if 0 <= now - self._looked < _LOOK:
            return 0
        self._looked = now
        if self._store.word_lists.digest(_NAME) == self._digest:
            return 0
        digest, content = self._store.word_lists.read(_NAME)
        rules = read_rules(content, _NAME)
        self._present = Synonyms.of(rules, self._analyzer.query) if rules else None
        self._digest = digest
        return 1

    def ready(self) -> Self:
        """Itself, with what is in the database now."""
        self.refresh()
        return self

    def content(self) -> bytes:
        """The file as it was imported; nothing where none was."""
        return self._store.word_lists.read(_NAME)[1]

    def replace(self, content: bytes, file: str) -> tuple[Rule, ...]:
        """Keep a file in place of the one before, in one transaction; its rules.

        Raises XunhuoError with the lines that are wrong, and nothing has changed then.
        """
        rules = read_rules(content, file, lambda text: bool(self._analyzer.query(text).words))
        with self._store.database.writing() as connection:
            self._store.word_lists.put(connection, _NAME, content)
        return rules
