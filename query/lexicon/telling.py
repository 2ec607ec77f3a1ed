"""What one word may mean in a shop, and what stands for each: for a person who asks why."""

from dataclasses import dataclass

from query.lexicon.affinity import WORD, share
from query.lexicon.entries import Kind, Tally
from query.lexicon.lexicon import Lexicon
from query.lexicon.types import folded_word

__all__ = ["SOURCES", "WordSense", "word_senses"]

SOURCES = {"catalogue": "商品目录", "lexicon": "内置词表", "vocabulary": "店铺词表"}
"""Where a sense is known from, as people read it."""

_KINDS = {
    Kind.BRAND: "品牌",
    Kind.CATEGORY: "分类",
    Kind.MODEL: "型号",
    Kind.VALUE: "属性",
    Kind.SORT: "排序",
    Kind.FLAG: "服务",
    Kind.TRAP: "普通的词",
    Kind.NEGATION: "否定",
    Kind.COMPARISON: "比较",
    Kind.COMPATIBLE: "适用",
    Kind.SERVICE: "客服",
    Kind.QUESTION: "提问",
    Kind.STORE: "店铺",
    Kind.STOP: "虚词",
}


@dataclass(frozen=True, slots=True)
class WordSense:
    """One meaning of a word. `share`: how likely it is by itself; None where nothing is to be weighed.

    `tally`: the products and people that say so.
    """

    kind: str
    name: str
    source: str
    tally: Tally | None = None
    share: float | None = None

    @property
    def grounds(self) -> str:
        """Its products, people and share in words; empty where it was not weighed."""
        if self.tally is None or self.share is None:
            return ""
        return f"{self.tally.products} 件商品，{self.tally.people} 人点过（{self.share:.0%}）"


def word_senses(lexicon: Lexicon, text: str) -> list[WordSense]:
    """All meanings of a word, the likelier first; of one that nobody knows none.

    Those of a name that is a brand and a word as well are weighed, and those of one that names two
    product types.
    """
    word = folded_word(text)
    readings = lexicon.readings.get(word, {})
    found: list[WordSense] = []
    for sense in lexicon.senses(word):
        name = f"{sense.dimension}：{sense.name}" if sense.dimension else sense.name
        key = sense.name
        if sense.kind is not Kind.BRAND and WORD in readings:
            key = WORD
        weighed = readings.get(key) if sense.kind in (Kind.BRAND, Kind.CATEGORY) else None
        found.append(
            WordSense(
                kind=_KINDS[sense.kind],
                name=name,
                source=SOURCES.get(sense.source, sense.source),
                tally=weighed,
                share=None if weighed is None else share(readings, key),
            )
        )
    told = {one.name for one in found if one.tally is not None}
    if WORD in readings and not any(one.kind == "分类" for one in found):
        tally = readings[WORD]
        found.append(WordSense("普通的词", text, "商品标题", tally, share(readings, WORD)))
    for name, tally in readings.items():
        if name != WORD and name not in told:
            found.append(WordSense("分类", name, SOURCES["lexicon"], tally, share(readings, name)))
    return sorted(found, key=lambda one: -(one.share if one.share is not None else -1.0))
