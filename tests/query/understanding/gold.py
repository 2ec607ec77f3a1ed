"""Cases with the slots that a careful employee reads out of a query, and how a parse is judged by them.

A line of JSON a case: `query`, `department`, `kind`, `expect` (a part of the parse of contract §4, with
spellings that are as right joined by `|`) and `forbid` (slots that must stay empty). It parses nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from indexer.folding import fold

__all__ = ["Also", "Case", "Verdict", "cases", "judged"]

Also = Callable[[str], Iterable[str]]
"""A product type to its other names: which of them a parse gives is the lexicon's choice."""

_CORE = ("category", "brand", "model", "price_range", "exclude")
_NEAR = 0.011  # of a price, relative
_ABOUT = (0.84, 0.96, 1.04, 1.16)  # of a price that is about so much: lowest and highest sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One query with what its parse must have and must not have."""

    query: str
    department: str
    kind: str
    expect: Mapping[str, Any]
    forbid: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What of a parse is right. `price`: None where the case says nothing of prices."""

    core: bool
    full: bool
    price: bool | None
    clean: bool
    wrong: tuple[str, ...]


def cases(file: Path) -> Iterator[Case]:
    """The cases of a file."""
    for line in file.read_bytes().splitlines():
        if line.strip():
            yield Case(**orjson.loads(line))


def judged(case: Case, parse: Mapping[str, Any], also: Also = lambda _: ()) -> Verdict:
    """A parse, as JSON, against the case. `also`: the other names of a product type."""
    types = [{name, *also(name)} for name in parse["category"]]
    wrong = [name for name in case.expect if not _agrees(name, case.expect[name], parse, types)]
    asserted = [name for name in case.forbid if _asserts(name, parse)]
    price: bool | None = None
    if "price_range" in case.expect:
        price = "price_range" not in wrong
    elif "price_range" in case.forbid:
        price = parse["price_range"] is None
    return Verdict(
        core=not any(name in _CORE for name in wrong),
        full=not wrong,
        price=price,
        clean=not asserted,
        wrong=(*wrong, *(f"!{name}" for name in asserted)),
    )


def _agrees(  # noqa: PLR0911 - a line a slot
    name: str,
    wanted: Any,  # noqa: ANN401 - JSON
    parse: Mapping[str, Any],
    types: Sequence[set[str]],
) -> bool:
    match name:
        case "price_range":
            return _same_price(wanted, parse["price_range"])
        case "attributes":
            return all(
                _same_value(value, parse["attributes"].get(key)) for key, value in wanted.items()
            )
        case "exclude":
            found = parse["exclude"]
            return all(
                _same_set(wanted.get(key, ()), found[key]) for key in ("brand", "category")
            ) and all(
                # Under whatever name: 收腰 is a fit or a style.
                _includes(values, [one for given in found["attributes"].values() for one in given])
                for values in wanted.get("attributes", {}).values()
            )
        case "suggestion":
            offered = [*parse["suggestions"], parse["corrected"] or ""]
            return any(_same(wanted, one) for one in offered)
        case "corrected":
            return parse["corrected"] is not None and _same(wanted, parse["corrected"])
        case "category":
            return len(wanted) == len(types) and all(
                any(_same(one, name) for names in types for name in names) for one in wanted
            )
        case "brand" | "flags":
            return _same_set(wanted, parse[name])
        case "ambiguous":
            return _includes(wanted, parse["ambiguous"])
        case _:
            return _same(wanted, parse[name])


def _asserts(name: str, parse: Mapping[str, Any]) -> bool:
    if name == "exclude":
        return any(parse["exclude"].values())
    if name.startswith("exclude."):
        return bool(parse["exclude"].get(name.removeprefix("exclude.").partition(".")[0]))
    if name.startswith("attributes."):
        return name.removeprefix("attributes.") in parse["attributes"]
    return bool(parse.get(name))


def _same(wanted: Any, found: Any) -> bool:  # noqa: ANN401 - JSON
    return found is not None and _key(found) in {_key(one) for one in str(wanted).split("|")}


def _key(value: Any) -> str:  # noqa: ANN401 - JSON
    return "".join(fold(str(value)).split()).rpartition("/")[2]


def _same_set(wanted: Sequence[str], found: Sequence[str]) -> bool:
    return len(wanted) == len(found) and _includes(wanted, found)


def _includes(wanted: Sequence[str], found: Sequence[str]) -> bool:
    return all(any(_same(one, other) for other in found) for one in wanted)


def _same_value(wanted: Any, found: Any) -> bool:  # noqa: ANN401 - JSON
    if found is None:
        return False
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            _same(value, found.get(key)) if key == "unit" else _near(value, found.get(key))
            for key, value in wanted.items()
        )
    values = found if isinstance(found, list) else [found]
    if isinstance(wanted, list):
        return _includes(wanted, values)
    return any(_same(wanted, one) for one in values)


def _same_price(wanted: Any, found: Any) -> bool:  # noqa: ANN401 - JSON
    if found is None:
        return False
    low, high = found
    if isinstance(wanted, dict):
        about = float(wanted["about"])
        least, less, more, most = (about * share for share in _ABOUT)
        return (
            (low is None or least <= low <= less)
            and high is not None
            and (more <= high <= most or (low is None and _near(about, high)))
        )
    return all(
        (side is None) == (given is None) and (side is None or _near(side, given))
        for side, given in zip(wanted, found, strict=True)
    )


def _near(wanted: float, found: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(found, int | float) and abs(found - wanted) <= _NEAR * max(abs(wanted), 1)
