"""The walk of a parse: each stage a pure function in its own file, a no-op without its cue.

Text in, `Parse` out; planning comes after it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.analysis import Analyzer
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import blockers, counted, heads, nouns, thresholds
from query.parse import Parse, Slot, plain
from query.understanding.amount import Context
from query.understanding.amounts import amounts
from query.understanding.codes import coded
from query.understanding.decode import Match, decoded
from query.understanding.intent import intent_of
from query.understanding.negation import unwanted
from query.understanding.pieces import pieces_of
from query.understanding.quantities import Quantity, quantities
from query.understanding.refused import refused
from query.understanding.scope import Role, Scoped, scoped
from query.understanding.senses import Meaning, settled
from query.understanding.sizes import letter_sizes
from query.understanding.slots import (
    amount_slots,
    merged,
    refused_slots,
    undecided,
    unwanted_slots,
    word_slots,
)
from query.understanding.spelling import Speller
from query.understanding.typed import Typed, retyped, typed

__all__ = ["Understanding"]


_REFUSES = re.compile("不要|不想要|不买|除了")
_COMPUTES = re.compile(r"ddr\d|内存|固态|ssd|运存|nvme")
_VESSELS = frozenset({"家用电器", "厨房用具", "鞋靴箱包", "运动户外", "家居家装", "工具五金"})
_HOLDERS = tuple("瓶杯壶锅箱包桶盆碗罐")
_WORN = tuple("鞋靴衣裤裙衫袜服")
_WORN_IN = frozenset({"服饰内衣", "鞋靴箱包", "母婴用品", "运动户外"})
_WOVEN = frozenset({"服饰内衣", "家居家装", "母婴用品"})


class _Reading(NamedTuple):
    """What one walk over a text gives; `words`: where the segmenter's words begin and end."""

    words: Sequence[int]
    matches: Sequence[Match]
    meanings: Sequence[Meaning]
    roles: Sequence[Scoped]
    slots: Sequence[Slot]


class Understanding:
    """Parses texts by one lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, analyzer: Analyzer) -> None:
        self.lexicon = lexicon
        self._analyzer = analyzer
        self._speller = Speller(lexicon, analyzer)
        self._footwear, self._clothing = heads("footwear"), heads("clothing")
        self._digital, self._food = heads("digital"), heads("food")
        self._pieces = heads("pieces")

    def parse(self, raw: str) -> Parse:
        """What a text means; of one without letters and digits nothing."""
        text = typed(raw)
        if not any(map(str.isalnum, text.text)):
            return plain(raw)
        reading = self._read(text)
        correction = self._speller.correction(
            text, reading.matches, reading.meanings, reading.words
        )
        if correction.edits:  # read again, and not corrected again
            text = retyped(text, correction.edits)
            reading = self._read(text)
        slots = merged(reading.slots, refuses=_REFUSES.match(text.text) is not None)
        pieces = pieces_of(text, slots, reading.roles)
        if not slots and not any(piece.text.strip() for piece in pieces if not piece.slot):
            pieces = plain(raw).pieces  # 新款: what says little beside other words is all there is
        return Parse(
            query=raw,
            pieces=pieces,
            corrected=correction.text,
            suggestions=correction.suggestions,
            intent=intent_of(text.text, reading.roles, slots),
            slots=tuple(slots),
            undecided=tuple(undecided(reading.meanings, text)),
        )

    def _read(self, text: Typed) -> _Reading:
        words = self._analyzer.word_edges(text.text)
        matches = decoded(
            text, self.lexicon.find(text.compact, text.gaps), quantities(text.text), words
        )
        meanings = settled(matches, text.text, self.lexicon)
        if excluded := unwanted(meanings, text.text).excluded:
            # 坚果 不要松子: what is not wanted tells nothing of what is.
            apart = frozenset((meanings[at].start, meanings[at].end) for at in excluded)
            meanings = settled(matches, text.text, self.lexicon, apart)
        roles, unknown = refused(
            scoped(meanings, text.text, self.lexicon), text.text, words, self.lexicon
        )
        slots = [*word_slots(roles, text, self.lexicon), *refused_slots(unknown, text)]
        context = self._context(text, slots)
        if any(one.meaning.quantity is not None for one in roles):
            wanted = amounts(self._numbers(roles, Role.WANTED), context)
            refusals = amounts(self._numbers(roles, Role.EXCLUDED), context, several=True)
            slots += amount_slots(wanted, text) + unwanted_slots(refusals, text)
        slots += amount_slots(letter_sizes(context), text)
        slots = coded(roles, slots, text, self.lexicon)
        return _Reading(words, matches, meanings, roles, slots)

    @staticmethod
    def _numbers(roles: Sequence[Scoped], role: Role) -> list[Quantity]:
        found = (one.meaning.quantity for one in roles if one.role is role)
        return [quantity for quantity in found if quantity is not None]

    def _context(self, text: Typed, slots: Sequence[Slot]) -> Context:
        head = next((str(s.values[0]) for s in slots if s.name == "category"), "")
        category = self.lexicon.categories.get(head)
        names = {head, *(category.spellings if category else ())}
        department = category.department if category else ""
        return Context(
            text=text.text,
            head=head,
            seeks=any(slot.name in ("category", "brand", "model") for slot in slots),
            modelled=any(slot.name == "model" for slot in slots),
            department=department,
            digital=not names.isdisjoint(self._digital)
            or _COMPUTES.search(text.text) is not None
            or (department in ("手机数码", "电脑办公") and not head.endswith("纸")),
            food=not names.isdisjoint(self._food)
            or department in ("食品饮料", "酒水茶饮", "生鲜", "宠物用品"),
            footwear=not names.isdisjoint(self._footwear) or head.endswith("鞋"),
            sized=not names.isdisjoint(self._footwear | self._clothing)
            or department == "服饰内衣"
            or (department in _WORN_IN and head.endswith(_WORN))
            or head.endswith("鞋"),
            vessel=department in _VESSELS or head[-1:] in _HOLDERS,
            woven=department in _WOVEN,
            pieces=not names.isdisjoint(self._pieces),
            blocked=blockers().search(text.text) is not None,
            nouns=nouns(),
            counted=counted(),
            thresholds=thresholds(),
        )
