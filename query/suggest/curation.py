"""What a shop decides about its suggestions: phrases that stand first, phrases that never appear.

Kept in the database, so that every process and machine sees the same.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from sqlalchemy import Column, MetaData, String, Table, delete, insert, select

from indexer.errors import InvalidRequestError
from indexer.store import Database, migrations
from query.suggest.index import SuggestionIndex
from query.suggest.phrases import Kind, Phrase
from query.suggest.ranking import Found, Ranking
from query.suggest.spelling import compact

__all__ = ["LONGEST_RULE", "Action", "Curation", "CurationStore", "Rule"]

LONGEST_RULE = 64
"""Characters of a phrase or a prefix in a list."""

_REVISIONS = Path(__file__).parent / "migrations"

_rules = Table(
    "suggestion_rules",
    # Not the indexer's: its revisions know nothing of this table.
    MetaData(),
    Column("action", String(8), primary_key=True),
    Column("key", String(LONGEST_RULE), primary_key=True),
    Column("prefix", String(LONGEST_RULE), primary_key=True),
    Column("text", String(LONGEST_RULE), nullable=False),
)


class Action(StrEnum):
    """What a rule does with its phrase."""

    BLOCK = "block"
    FORCE = "force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`prefix`: what must have been typed for a forced phrase; empty: any beginning of it."""

    action: Action
    text: str
    prefix: str = ""


@dataclass(frozen=True)
class Curation:
    """The rules of a shop, ready to be asked."""

    rules: tuple[Rule, ...] = ()

    @cached_property
    def blocked(self) -> frozenset[str]:
        """The phrases that never appear, as `compact` has them."""
        return frozenset(compact(r.text) for r in self.rules if r.action is Action.BLOCK)

    def allows(self, text: str) -> bool:
        """Whether a phrase may appear."""
        return compact(text) not in self.blocked

    @cached_property
    def index(self) -> SuggestionIndex:
        """The phrases to force, a number each."""
        return SuggestionIndex.built(
            [Phrase(kind=Kind.QUERY, text=r.text, target=r.text, weight=0.0) for r in self._force]
        )

    def forced_for(self, typed: str) -> list[Found]:
        """The phrases that stand first for a text, the longest prefix first.

        A phrase counts for its prefix, and for what goes on from there as itself is typed.
        """
        force = self._force
        if not force:
            return []
        begun = {found.phrase: found for found in self._ranking.ranked(typed, limit=len(force))}
        chosen: dict[str, Found] = {}
        for number, rule in enumerate(force):
            prefix = compact(rule.prefix)
            found = begun.get(number)
            if typed == prefix:
                found = found or Found(number, 0, 0)
            elif not typed.startswith(prefix):
                found = None
            if found is not None:
                chosen.setdefault(compact(rule.text), found)
        return list(chosen.values())

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking(self.index)

    @cached_property
    def _force(self) -> list[Rule]:
        force = [
            rule
            for rule in self.rules
            if rule.action is Action.FORCE and compact(rule.text) not in self.blocked
        ]
        return sorted(force, key=lambda rule: (-len(compact(rule.prefix)), rule.prefix, rule.text))


class CurationStore:
    """The rules in the database. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Brings the table to its present revision."""
        migrations.upgrade(database, "suggestions", _REVISIONS)
        self._database = database

    def all(self) -> tuple[Rule, ...]:
        """Every rule, in the order of action, text and prefix."""
        columns = (_rules.c.action, _rules.c.text, _rules.c.prefix)
        with self._database.reading() as connection:
            found = connection.execute(select(*columns)).all()
        # Sorted here: databases order Han characters in ways of their own.
        return tuple(
            Rule(action=Action(action), text=text, prefix=prefix)
            for action, text, prefix in sorted(found)
        )

    def add(self, rule: Rule) -> None:
        """Keep a rule, in place of one for the same phrase and prefix.

        Raises InvalidRequestError for a phrase that nobody could type.
        """
        for name, text in (("text", rule.text), ("prefix", rule.prefix)):
            if len(text) > LONGEST_RULE or not (text.isprintable() or not text):
                message = f"“{text[:20]}”不行，请给至多 {LONGEST_RULE} 个可见字符"
                raise InvalidRequestError(name, message)
        if not compact(rule.text):
            raise InvalidRequestError("text", f"“{rule.text}”里没有文字或数字，不会被搜到")
        if rule.prefix and not compact(rule.prefix):
            raise InvalidRequestError(
                "prefix", f"“{rule.prefix}”里没有文字或数字，没有人会这样输入"
            )
        key, prefix = compact(rule.text)[:LONGEST_RULE], compact(rule.prefix)[:LONGEST_RULE]
        with self._database.writing() as connection:
            connection.execute(
                delete(_rules).where(
                    _rules.c.action == rule.action.value,
                    _rules.c.key == key,
                    _rules.c.prefix == prefix,
                )
            )
            connection.execute(
                insert(_rules).values(
                    action=rule.action.value, key=key, prefix=prefix, text=rule.text
                )
            )

    def remove(self, text: str) -> int:
        """Forget every rule for a phrase; how many there were."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(_rules).where(_rules.c.key == compact(text)))
        return gone.rowcount
