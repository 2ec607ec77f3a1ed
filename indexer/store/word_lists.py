"""The files that a shop maintains about its words, byte for byte as they were imported.

What is in them is for those who read them: `indexer.vocabulary`, `query.synonyms`.
"""

from sqlalchemy import Connection, delete, insert, select

from indexer.store.artefacts import fingerprint
from indexer.store.database import Database
from indexer.store.tables import word_lists

__all__ = ["WordLists"]


class WordLists:
    """All such files, by name. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Files in `database`."""
        self._database = database

    def digest(self, name: str) -> str:
        """In short what is in the file; "" where there is none. Costs one small query."""
        with self._database.reading() as connection:
            query = select(word_lists.c.digest).where(word_lists.c.name == name)
            return connection.scalar(query) or ""

    def read(self, name: str) -> tuple[str, bytes]:
        """Digest and content; both empty where there is no such file."""
        query = select(word_lists.c.digest, word_lists.c.content).where(word_lists.c.name == name)
        with self._database.reading() as connection:
            found = connection.execute(query).first()
        return ("", b"") if found is None else (found.digest, bytes(found.content))

    def put(self, connection: Connection, name: str, content: bytes) -> None:
        """Inside a transaction, keep a file in place of what was there."""
        connection.execute(delete(word_lists).where(word_lists.c.name == name))
        values = {"name": name, "digest": fingerprint(content), "content": content}
        connection.execute(insert(word_lists).values(values))
