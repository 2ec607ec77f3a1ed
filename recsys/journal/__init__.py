"""Journals: what requests must remember, kept at once in a file and moved into tables later."""

from recsys.journal.mover import Mover
from recsys.journal.moving import Handler, drain, move
from recsys.journal.writing import Journal, JournalFullError

__all__ = ["Handler", "Journal", "JournalFullError", "Mover", "drain", "move"]
