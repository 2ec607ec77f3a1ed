"""Whether a text is the title of a product, as when somebody pastes one.

Such a text is not to be understood but found: the 60 of 加厚简约60页 is no price.
"""

import orjson

from indexer.analysis import Analyzer
from indexer.engine import SearchEngine
from indexer.folding import fold
from indexer.request import SearchRequest
from query.title_filters import title_has

__all__ = ["TITLE", "Titled"]

TITLE = 12
"""Characters from which on a text is looked up as a title: few that people type are as long."""

_SHORTEST = 8
_ALIKE = 8  # products that have all of the words: one of them has no others, or none has


class Titled:
    """Looks titles up: one request for the products that have all of a text's words."""

    def __init__(self, engine: SearchEngine, analyzer: Analyzer) -> None:
        self._engine = engine
        self._analyzer = analyzer

    def __call__(self, text: str, *, shortest: int = _SHORTEST) -> bool:
        """Whether it is one, but for case, width and spaces. Raises as a search does.

        A text of fewer than `shortest` characters is taken for none.
        """
        wanted = _plain(text)
        if len(wanted) < shortest:
            return False
        request = SearchRequest(filters=title_has(self._analyzer, text), limit=_ALIKE)
        sources = self._engine.get(self._engine.search(request).hits.rows.tolist())
        return any(_plain(orjson.loads(source)["title"]) == wanted for source in sources.values())


def _plain(text: str) -> str:
    return "".join(fold(text).split())
