"""Reading texts by a large lexicon: `python -m tests.benchmarks.parsing FEED QUERIES`.

The lexicon of a product feed, filled up to 50,000 words by a vocabulary of brands, is written and
loaded again; then each line of QUERIES is read. Seconds of the processor for a text, in one thread.
"""

import sys
import time
from itertools import cycle
from pathlib import Path

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from query.lexicon.building import built
from query.lexicon.lexicon import Lexicon
from query.understanding.parser import Understanding
from tests.benchmarks.process import report
from tests.benchmarks.spread import Spread
from tests.understanding.no_harm import goods_of

__all__ = ["main"]

_WORDS = 50_000
_WARM_UP = 500
_LOADED = 5


def main(feed: str, queries: str) -> None:
    """Measure and report: words, seconds to load, milliseconds of a text."""
    goods = list(goods_of([Path(feed)]))
    attributes, analyzer = Attributes.shipped(), Analyzer()
    own = built(lambda: goods, attributes)
    # Names as shops have them, two words in one: 雅科 and 沙发 make 雅科沙发.
    parts = zip(own.brands, cycle(own.categories), strict=False)
    names = [f"{brand}{category}" for brand, category in parts]
    names = [f"{name}{end}" for end in ("", "坊", "铺", "记") for name in names]
    more = names[: max(0, _WORDS - len(own.words))]
    blob = built(lambda: goods, attributes, {"brands": {name: [] for name in more}}).to_bytes()
    loading = []
    for _ in range(_LOADED):
        begun = time.perf_counter()
        lexicon = Lexicon.from_bytes(blob)
        understanding = Understanding(lexicon, analyzer)
        understanding.parse("手机")  # which makes what is made once
        loading.append(time.perf_counter() - begun)
    texts = list(dict.fromkeys(Path(queries).read_text("utf-8").splitlines()))
    taken = []
    for number, text in enumerate(texts):
        begun = time.thread_time()
        understanding.parse(text)
        if number >= _WARM_UP:
            taken.append(time.thread_time() - begun)
    report(
        {
            "words": len(lexicon.words),
            "loading_s": min(loading),
            "parse": Spread.of(taken).to_json(),
        }
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
