"""Words of a query that other words may stand for: a shop's own file, in Solr's format.

What they change is where a text is planned (`query.planner`); documents are not cut otherwise.
"""

from query.synonyms.rules import Alternative, Present, Swap, Synonyms, no_synonyms
from query.synonyms.solr import Rule, read_rules
from query.synonyms.store import SynonymStore

__all__ = [
    "Alternative",
    "Present",
    "Rule",
    "Swap",
    "SynonymStore",
    "Synonyms",
    "no_synonyms",
    "read_rules",
]
