"""The conditions of intents: each grants an item 0 to 3 by its metadata alone."""

import re

from tests.intents.values import WHOLLY, Condition, Item, Model, Variant

__all__ = [
    "between",
    "may_be_bought",
    "near",
    "not_of_brand",
    "number",
    "of_brands",
    "of_kind",
    "of_model",
    "trait",
    "use",
]

_NEAR, _STILL_NEAR = 0.1, 0.2
_ADDED = re.compile("[ （(]")  # 香槟金(4G+64G)高配版


def of_brands(*names: str) -> Condition:
    """Of one of the brands."""
    return lambda item: WHOLLY * (item.brand in names)


def not_of_brand(name: str) -> Condition:
    """Of any other brand."""
    return lambda item: WHOLLY * (item.brand != name)


def of_kind(name: str) -> Condition:
    """Of that type; a set or a product for two purposes that has it too is a little relevant."""
    return lambda item: WHOLLY if item.kind == name else int(name in item.mentioned)


def trait(name: str) -> Condition:
    """For that person, or of that line."""
    return lambda item: WHOLLY * (name in item.traits)


def use(name: str) -> Condition:
    """For that use; what does not say so may do it all the same."""
    return lambda item: WHOLLY if name in item.traits else 1


def number(name: str, low: float, high: float) -> Condition:
    """A number of the specification, or one of several, from `low` to `high`."""
    return lambda item: WHOLLY * any(low <= one <= high for one in item.numbers.get(name, ()))


def of_model(wanted: Model) -> Condition:
    """That very model; P10 Plus is a little relevant to P10."""

    def grade(item: Item) -> int:
        if wanted in item.models:
            return WHOLLY
        return int(any((m.series, m.number) == (wanted.series, wanted.number) for m in item.models))

    return grade


def between(low: float, high: float) -> Condition:
    """Some variant costs from `low` to `high` yuan."""
    return lambda item: WHOLLY * any(low <= one.price <= high for one in item.variants)


def near(price: float) -> Condition:
    """Some variant costs about `price`: within a tenth, or a little relevant within a fifth."""

    def grade(item: Item) -> int:
        off = min(abs(one.price - price) for one in item.variants) / price
        return WHOLLY if off <= _NEAR else int(off <= _STILL_NEAR)

    return grade


def may_be_bought(**wanted: str) -> Condition:
    """A variant has all of it; a little relevant where several have it between them."""

    def has(variant: Variant, name: str) -> bool:
        return _is(getattr(variant, name), name, wanted[name])

    def grade(item: Item) -> int:
        if any(all(has(one, name) for name in wanted) for one in item.variants):
            return WHOLLY
        return int(all(any(has(one, name) for one in item.variants) for name in wanted))

    return grade


def _is(value: str, name: str, wanted: str) -> bool:
    """A colour is of the family that it ends in: 曜石黑 and 黑色 are black."""
    if name != "color":
        return value.lower().replace(" ", "") == wanted.lower()
    plain = _ADDED.split(value)[0]
    return plain == wanted or plain.removesuffix("色").endswith(wanted.removesuffix("色"))
