"""From a parse to hits: its plan and filters, the ladder where nothing is found, and its chips.

The search behind a page, and behind each number that a chip promises, is this one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.attributes import Attributes
from indexer.filters import Filter
from query.chips import chip_facets, chips, choice_key, readings
from query.choices import chosen_filters, written_name
from query.counting import NO_COUNTS
from query.exclusions import claims
from query.facets import Facets
from query.form import SearchForm
from query.genders import GENDER
from query.given_up import unmet_wishes, unproven
from query.ladder import Step, relaxed, required, says_little
from query.lexicon.entries import INGREDIENT
from query.page import Chip, Notice, Reading
from query.parse import Parse, Slot
from query.personal import names_one_product
from query.planner import Plan, Planner
from query.reading import Reader
from query.retrieval import Found, Retriever
from recsys import NOBODY

__all__ = ["Answer", "Answering", "Asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A parse with what is searched for by it. `filters`: by slot name.

    `typed`: the parse before anything was dropped.
    """

    typed: Parse
    parse: Parse
    plan: Plan | None
    filters: Mapping[str, Filter]

    @property
    def says_something(self) -> bool:
        """Whether there is anything to search for, or nothing was typed at all.

        Where all that said something was dropped it is as if nothing had been typed.
        """
        return self.plan is not None or not self.parse.words.strip() or bool(self.typed.slots)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, for what was asked, at a step of the ladder.

    `choices`: all filters that hold, by the key of their facet or slot. `first`: what was asked at
    first, where that was not what stands.
    """

    asked: Asked
    first: Asked
    found: Found
    choices: Mapping[str, Filter]
    step: Step


class Answering:
    """Answers one form. `reader` reads it; `facets` counts its facets."""

    def __init__(  # noqa: PLR0913 - what a search is made of
        self,
        form: SearchForm,
        reader: Reader,
        *,
        planner: Planner,
        retriever: Retriever,
        attributes: Attributes,
        facets: Facets | None = None,
    ) -> None:
        self._form = form
        self._reader = reader
        self._planner = planner
        self._retriever = retriever
        self._attributes = attributes
        self._to_count = NO_COUNTS if facets is None else facets.to_count()
        self._chosen = chosen_filters(form, attributes)

    def asked(self, text: str) -> Asked:
        """What a text asks for, without what was dropped.

        A chosen brand or price stands in place of the typed one. Any other choice narrows what is
        meant, as facets count it.
        """
        return self._as_asked(self._reader.parse(text), self._form.drop)

    def answer(self, asked: Asked) -> Answer:
        """What is found, at the first step of the ladder that finds anything; else as typed.

        Where no step does, what was probably meant is asked instead, if that finds something.
        """
        nothing: Answer | None = None
        for one in self._meant(asked, self._form.drop):
            answer = replace(self._climbed(one), first=asked)
            if answer.found.total:
                return answer
            nothing = nothing or answer
        if nothing is None:
            raise AssertionError("what was asked is meant first of all")
        return nothing

    def chips(self, answer: Answer, names: Sequence[str] = ()) -> tuple[Chip, ...]:
        """A chip for each slot that filters at the answer's step, but what a choice says as well.

        `names`: the attributes that are shown beside them, by which dimensions are called.
        """
        found, typed = answer.found, answer.first.typed
        # With a filter less there are more hits: what is firm stays so.
        as_typed = answer.step.notice is None and found.firm and found.total > 0
        parse, filters = answer.asked.parse, answer.step.filters
        ordering = parse.without(filters).whole
        if (
            ordering
            and not parse.words.strip()
            and sum(not says_little(name) for name in filters) <= 1
        ):
            as_typed = False  # without the slot, what only orders is required
        counted = found.facets.result if as_typed and answer.asked is answer.first else None
        found_chips = chips(
            parse,
            filters,
            self._form,
            counted,
            lambda slot: self._total(typed, (*self._form.drop, slot)),
            written=lambda key: written_name(key, names, self._attributes),
        )
        return tuple(
            chip
            for chip in found_chips
            if chip.without != found.total or not self._is_chosen_as(chip.slot)
        )

    def unproven(self, answer: Answer, chips: Sequence[Chip]) -> tuple[Notice, ...]:
        """That nothing says whether it has a refused ingredient: what says nothing is left in."""
        total = answer.found.total
        slots = (answer.asked.parse.slot(chip.slot) for chip in chips if chip.without == total)
        silent = [slot for slot in slots if slot and slot.excluded and slot.key == INGREDIENT]
        return (unproven(silent),) if silent and total else ()

    def unmet(self, answer: Answer, titles: Sequence[str]) -> tuple[Notice, ...]:
        """What of the wishes that only order nothing found meets. `titles`: of the first hits.

        Those that meet one stand first; where the first titles do not say it, it is looked for.
        """
        parse = answer.asked.parse
        wishes = self._reader.wishes(parse) if answer.found.total else {}
        if not wishes:
            return ()
        asked = required(parse, self._reader.filters(parse))
        unmet = []
        for name, wish in wishes.items():
            slot = parse.slot(name)
            if slot is None or slot.text in asked or any(slot.text in title for title in titles):
                continue
            if not self._is_met(answer, asked, slot, wish):
                unmet.append(slot)
        return (unmet_wishes(unmet),) if unmet else ()

    def _is_met(self, answer: Answer, asked: str, slot: Slot, wish: Filter) -> bool:
        """Whether something on the pages is found by a wish, or by its words in any field."""
        loose, choices = answer.found.loose, answer.choices
        plan = self._plan(answer.asked, answer.step)
        if plan is not None and not loose:
            plan = replace(plan, looser=())
        if self._retriever.total(plan, {**choices, f"wish {slot.name}": wish}):
            return True
        # What the words only resemble need not have them.
        beside = "" if loose or not answer.step.words else asked
        typed = answer.asked.parse.text_left((slot.name,), words=bool(beside))
        for words in dict.fromkeys((typed, *(f"{beside} {value}" for value in slot.values))):
            said = self._planner.plan(words)
            if said is not None and self._retriever.total(replace(said, looser=()), choices):
                return True
        return False

    def readings(self, asked: Asked) -> tuple[Reading, ...]:
        """What words may mean instead."""
        return readings(asked.parse, self._form, self._reader)

    def _meant(self, asked: Asked, drop: Iterable[str]) -> Iterator[Asked]:
        """What was asked, then what was probably meant where that finds nothing."""
        yield asked
        if asked.parse.suggestions:
            text = asked.parse.suggestions[0]
            read = self._reader.parse(text)
            corrected = replace(read, query=asked.parse.query, corrected=text, suggestions=())
            yield self._as_asked(corrected, drop)

    def _as_asked(self, parse: Parse, drop: Iterable[str]) -> Asked:
        read = parse.without(drop)
        every = self._reader.filters(read)
        filters = {name: one for name, one in every.items() if not self._is_chosen(name)}
        return Asked(parse, read, self._planned(required(read, every), read, filters), filters)

    def _climbed(self, asked: Asked) -> Answer:
        form = self._form
        if names_one_product(asked.parse):
            form = replace(form, who=NOBODY)
        if form.sort is None and (sort := asked.parse.slot("sort")) is not None:
            form = replace(form, sort=str(sort.values[0]))
        answer = self._found(asked, Step(filters=asked.filters), form)
        if answer.found.total:
            return answer
        eased = self._relaxed(asked)
        return answer if eased is None else self._found(asked, eased[0], form)

    def _found(self, asked: Asked, step: Step, form: SearchForm) -> Answer:
        choices = self._choices(step)
        asked_for = self._to_count.facets
        known = {facet.key for facet in asked_for}
        of_chips = (facet for facet in chip_facets(step.filters) if facet.key not in known)
        to_count = self._to_count._replace(facets=(*asked_for, *of_chips))
        found = self._retriever.find(self._plan(asked, step), choices, form, to_count)
        return Answer(asked, asked, found, choices, step)

    def _relaxed(self, asked: Asked) -> tuple[Step, int] | None:
        shelves = self._reader.shelves(asked.parse)
        return relaxed(
            asked.parse, asked.filters, shelves, lambda step: self._total_at(asked, step)
        )

    def _total(self, typed: Parse, drop: Iterable[str]) -> int:
        """The total of the page where these slots are dropped."""
        for asked in self._meant(self._as_asked(typed, drop), drop):
            if total := self._total_at(asked, Step(filters=asked.filters)):
                return total
            if (eased := self._relaxed(asked)) is not None:
                return eased[1]
        return 0

    def _total_at(self, asked: Asked, step: Step) -> int:
        return self._retriever.total(self._plan(asked, step), self._choices(step))

    def _plan(self, asked: Asked, step: Step) -> Plan | None:
        if step.words and not step.spelled:
            return asked.plan
        read = asked.parse
        asks = read.text_left(step.spelled, words=step.words)
        plan = self._planned(asks, read, step.filters)
        # A type that is only words: what has but a part of them is something else.
        return replace(plan, looser=()) if plan is not None and step.spelled else plan

    def _planned(self, asks: str, read: Parse, filters: Mapping[str, Filter]) -> Plan | None:
        return self._planner.plan(
            asks,
            read.whole,
            self._reader.names(read),
            settled=_settled(read, filters),
            likely=read.likely,
            claims=claims(read),
        )

    def _choices(self, step: Step) -> dict[str, Filter]:
        own = {choice_key(name): filter_ for name, filter_ in step.filters.items()}
        return {**self._chosen, **own}

    def _is_chosen(self, slot: str) -> bool:
        if slot == "price_range":
            return bool(self._form.prices)
        return slot == "brand" and slot in self._form.chosen

    def _is_chosen_as(self, slot: str) -> bool:
        key = slot.removeprefix("attributes.")
        dimension = self._attributes.dimension
        return any(key in (chosen, dimension(chosen)) for chosen in self._form.chosen)


def _settled(parse: Parse, filters: Mapping[str, Filter]) -> str:
    """The text of what all hits have; of 男士 they only deny that they are for women."""
    slots = filters.keys() - {GENDER}
    return parse.text_of(slots)
