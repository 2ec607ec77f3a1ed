"""Suggestions in the search box: the beginning of a phrase in, phrases of this shop out."""

from query.suggest.curation import Action, CurationStore, Rule
from query.suggest.past import past_queries
from query.suggest.service import Suggestion, SuggestService
from query.suggest.upkeep import SuggestionKeeper

__all__ = [
    "Action",
    "CurationStore",
    "Rule",
    "SuggestService",
    "Suggestion",
    "SuggestionKeeper",
    "past_queries",
]
