"""Why a text finds what it finds: its slots, what is left of it, the filters, the ladder's steps.

The values that `python -m query explain` tells; nothing is searched for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.analysis import Analyzer
from indexer.filters import Filter
from indexer.request import AtLeast
from query.labels import FLAGS, slot_label, slot_name, slot_words
from query.ladder import Step, required, steps
from query.lexicon.telling import SOURCES, WordSense
from query.parse import IMPLIED, PREDICTED, Parse, Slot
from query.planner import Plan
from query.reading import Reader
from query.synonyms import Alternative, Swap
from query.understanding.drawing import Mark, drawn
from query.understanding.filter_words import filter_words
from query.understanding.typed import LONGEST

__all__ = ["Explanation", "explained"]

_SOURCES = {
    **SOURCES,
    "grammar": "语法",
    IMPLIED: "由型号推出",
    PREDICTED: "由品牌推出",
}
_VALUES = {
    "price_asc": "价格从低到高",
    "price_desc": "价格从高到低",
    "sales_desc": "销量",
    "rating_desc": "评分",
    "newest": "最新",
    "value": "性价比",
    **FLAGS,
}
_INTENTS = {
    "product_search": "找商品",
    "customer_service": "客服",
    "product_question": "问商品",
    "store": "找店铺",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is done with a text. `words` must be met, at least `least` of them; `whole` scores.

    `weighed`: by word those of its senses between which the shop decides, the likelier first.
    """

    parse: Parse
    words: tuple[str, ...]
    least: int
    whole: str
    swaps: tuple[Swap, ...]
    filters: Mapping[str, str]
    steps: tuple[Step, ...]
    weighed: Mapping[str, tuple[WordSense, ...]]

    def drawing(self) -> list[str]:
        """The text and its spans under it, as lines; of a long text what was parsed of it."""
        text = self.parse.query
        marks = [
            Mark(span.start, span.end, _named(slot))
            for slot in self.parse.slots
            for span in slot.spans
        ]
        shown = max((LONGEST, *(mark.end for mark in marks)))
        lines = drawn(text[:shown], marks)
        lines[0] += "…" if len(text) > shown else ""
        return lines

    def rows(self) -> list[tuple[str, str, str, str]]:
        """A row a slot: name, values, source, confidence."""
        return [
            (
                _named(slot),
                _VALUES.get(slot_words(slot), slot_words(slot)),
                _SOURCES.get(slot.source, slot.source),
                f"{slot.confidence:.2f}",
            )
            for slot in self.parse.slots
        ]

    def notes(self) -> list[str]:
        """The rest, a line each: intent, corrections, words, filters, steps."""
        parse = self.parse
        lines = [f"意图：{_INTENTS.get(parse.intent, parse.intent)}"]
        if parse.corrected is not None:
            lines.append(f"改为搜索：{parse.corrected}")
        lines += [f"也许想搜：{one}" for one in parse.suggestions]
        lines += [f"“{one.text}”也可能是：{one.value}" for one in parse.undecided]
        lines += [
            f"“{word}”单独看：{'；'.join(f'{s.kind} {s.name} {s.grounds}' for s in senses)}"
            for word, senses in self.weighed.items()
        ]
        if self.words:
            lines.append(
                f"要搜的字词：{'、'.join(self.words)}（{len(self.words)} 个里至少符合 {self.least} 个）"
            )
        else:
            lines.append("要搜的字词：没有，全由条件决定" if self.filters else "要搜的字词：没有")
        lines.append(f"参与打分的文字：{self.whole or '没有'}")
        lines += [
            f"同义词：{swap.text} 也可以是 {'、'.join(map(_other, swap.alternatives))}"
            for swap in self.swaps
        ]
        lines += [f"条件 {name}：{words}" for name, words in self._named_filters()]
        lines += ["没有商品时，依次："] if len(self.steps) > 1 else []
        lines += [f"  {number}. {_step(step)}" for number, step in enumerate(self.steps[1:], 1)]
        return lines

    def to_json(self) -> dict[str, Any]:
        """The same, for programs."""
        return {
            "parse": self.parse.to_json(),
            "words": {"required": list(self.words), "least": self.least, "scoring": self.whole},
            "synonyms": {
                swap.text: {one.text: one.weight for one in swap.alternatives}
                for swap in self.swaps
            },
            "filters": dict(self.filters),
            "senses": {
                word: [
                    {
                        "kind": sense.kind,
                        "name": sense.name,
                        "source": sense.source,
                        "products": sense.tally.products if sense.tally else 0,
                        "people": sense.tally.people if sense.tally else 0,
                        "share": sense.share,
                    }
                    for sense in senses
                ]
                for word, senses in self.weighed.items()
            },
            "steps": [
                {
                    "filters": list(step.filters),
                    "words": step.words,
                    "notice": None if step.notice is None else step.notice.text,
                }
                for step in self.steps
            ],
        }

    def _named_filters(self) -> list[tuple[str, str]]:
        labels = {slot.name: slot_label(slot) for slot in self.parse.slots}
        return [(labels[name], words) for name, words in self.filters.items()]


def explained(text: str, reader: Reader, analyzer: Analyzer, plan: Plan | None) -> Explanation:
    """`plan`: what the parse of the same text is searched by."""
    parse = reader.parse(text)
    filters: Mapping[str, Filter] = reader.filters(parse)
    met = None if plan is None else plan.strict.required
    return Explanation(
        parse=parse,
        words=tuple(word.word for word in analyzer.query(required(parse, filters)).words),
        least=met.count if isinstance(met, AtLeast) else 0,
        whole=parse.whole,
        swaps=() if plan is None else plan.swaps,
        filters={name: filter_words(filter_) for name, filter_ in filters.items()},
        steps=tuple(steps(parse, filters, reader.shelves(parse))),
        weighed=dict(_weighed(parse, reader)),
    )


def _weighed(parse: Parse, reader: Reader) -> Iterator[tuple[str, tuple[WordSense, ...]]]:
    """The words of a text between whose senses there was something to choose."""
    spans = (span.text for slot in parse.slots for span in slot.spans)
    for word in dict.fromkeys((*spans, *parse.words.split())):
        senses = tuple(one for one in reader.senses(word) if one.tally is not None)
        if len(senses) > 1:
            yield word, senses


def _named(slot: Slot) -> str:
    return f"不要{slot_name(slot)}" if slot.excluded else slot_name(slot)


def _other(one: Alternative) -> str:
    return one.text if one.weight == 1 else f"{one.text}（权重 {one.weight:g}）"


def _step(step: Step) -> str:
    told = "" if step.notice is None else step.notice.text
    return told if step.words else f"{told}（字词只影响排序）"
