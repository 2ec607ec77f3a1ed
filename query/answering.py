"""From a parse to hits: its plan and filters, the ladder where nothing is found, and its chips.

The search behind a page, and behind each number that a chip promises, is this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.attributes import Attributes
from indexer.filters import Filter
from query.chips import chip_facets, chips, choice_key, readings
from query.choices import chosen_filters
from query.facets import Facets
from query.form import SearchForm
from query.ladder import Step, steps
from query.page import Chip, Reading
from query.parse import Parse
from query.planner import Plan, Planner
from query.reading import Reader
from query.retrieval import Found, Retriever

__all__ = ["Answer", "Answering", "Asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A parse with what is searched for by it. `filters`: by slot name."""

    parse: Parse
    plan: Plan | None
    filters: Mapping[str, Filter]

    @property
    def says_something(self) -> bool:
        """Whether there is anything to search for, or nothing was typed at all."""
        return self.plan is not None or not self.parse.words.strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, for what was asked, at a step of the ladder.

    `choices`: all filters that hold, by the key of their facet or slot.
    """

    asked: Asked
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
        self._facets = () if facets is None else facets.asked()
        self._chosen = chosen_filters(form, attributes)

    def asked(self, text: str) -> Asked:
        """What a text asks for, without what was dropped.

        What was chosen in a facet stands in place of the slot that says the same.
        """
        return self._as_asked(self._reader.parse(text))

    def answer(self, asked: Asked) -> Answer:
        """What is found, at the first step of the ladder that finds anything; else as typed.

        Where no step does, what was probably meant is asked instead, if that finds something.
        """
        answer = self._climbed(asked)
        if answer.found.total or not asked.parse.suggestions:
            return answer
        text = asked.parse.suggestions[0]
        read = replace(
            self._reader.parse(text), query=asked.parse.query, corrected=text, suggestions=()
        )
        other = self._climbed(self._as_asked(read))
        return other if other.found.total else answer

    def chips(self, answer: Answer) -> tuple[Chip, ...]:
        """A chip for each slot that filters at the answer's step."""
        found = answer.found
        as_typed = answer.step.notice is None and not found.loose and found.total > 0
        counted = found.facets.result if as_typed else None
        return chips(answer.asked.parse, answer.step.filters, self._form, counted, self._total)

    def readings(self, asked: Asked) -> tuple[Reading, ...]:
        """What words may mean instead."""
        return readings(asked.parse, self._form, self._reader)

    def _as_asked(self, parse: Parse) -> Asked:
        read = parse.without(self._form.drop)
        filters = {
            name: filter_
            for name, filter_ in self._reader.filters(read).items()
            if not self._is_chosen(name)
        }
        names = self._reader.names(read)
        plan = self._planner.plan(read.words, read.whole, names, read.text_of(filters))
        return Asked(read, plan, filters)

    def _climbed(self, asked: Asked) -> Answer:
        form = self._form
        if form.sort is None and (sort := asked.parse.slot("sort")) is not None:
            form = replace(form, sort=str(sort.values[0]))
        first: Answer | None = None
        for step in steps(asked.parse, asked.filters):
            choices = self._choices(step)
            facets = (*self._facets, *chip_facets(step.filters))
            found = self._retriever.find(self._plan(asked, step), choices, form, facets)
            answer = Answer(asked, found, choices, step)
            if found.total:
                return answer
            first = first or answer
        if first is None:
            raise AssertionError("a ladder has a first step")
        return first

    def _total(self, parse: Parse) -> int:
        """The total of the page for a parse of which a slot was taken away."""
        asked = self._as_asked(parse)
        for step in steps(asked.parse, asked.filters):
            if total := self._retriever.total(self._plan(asked, step), self._choices(step)):
                return total
        return 0

    def _plan(self, asked: Asked, step: Step) -> Plan | None:
        if step.words:
            return asked.plan
        read = asked.parse
        names = self._reader.names(read)
        return self._planner.plan("", read.whole, names, read.text_of(step.filters))

    def _choices(self, step: Step) -> dict[str, Filter]:
        own = {choice_key(name): filter_ for name, filter_ in step.filters.items()}
        return {**self._chosen, **own}

    def _is_chosen(self, slot: str) -> bool:
        if slot == "price_range":
            return bool(self._form.prices)
        key = slot.removeprefix("attributes.")
        dimension = self._attributes.dimension
        return any(key in (chosen, dimension(chosen)) for chosen in self._form.chosen)
