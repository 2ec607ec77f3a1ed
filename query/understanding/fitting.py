"""What the thing that is sought has to fit: iphone 14 of a case for it, a car of its mats.

A device, brand or model before an accessory, after 适用于, or before 用 (query understanding §6,
stage 8).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from query.lexicon.entries import Category, Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.senses import Meaning

__all__ = ["fitted", "with_number"]

_THINGS = (Kind.BRAND, Kind.MODEL, Kind.CATEGORY)
_NUMBERED = re.compile(r" ?[a-z0-9][a-z0-9-]*")
_FOR = re.compile(r"(?:专?用|可用|适用)(?= |$|的)")


def fitted(
    meanings: Sequence[Meaning], free: Sequence[bool], text: str, lexicon: Lexicon
) -> set[int]:
    """Which meanings name what is to be fitted; `free`: those that have no other role."""
    types = [i for i, one in enumerate(meanings) if free[i] and one.is_a(Kind.CATEGORY)]
    found = _after_cue(meanings, types, text)
    found |= {
        i
        for i, one in enumerate(meanings)
        if free[i] and one.is_a(*_THINGS) and types != [i] and _FOR.match(text, one.end)
    }
    types = [i for i in types if i not in found]
    if types and (head := _accessory(meanings[types[-1]], lexicon)) is not None:
        free = [is_free and i not in found for i, is_free in enumerate(free)]
        found |= _before_accessory(meanings, free, types[-1], head, lexicon)
    return found


def _after_cue(meanings: Sequence[Meaning], types: Sequence[int], text: str) -> set[int]:
    """适用于 华为 mate60: up to the product type that is sought."""
    found: set[int] = set()
    for cue, meaning in enumerate(meanings):
        at = cue + 1
        while meaning.is_a(Kind.COMPATIBLE) and at < len(meanings) and meanings[at].is_a(*_THINGS):
            apart = text[meanings[at - 1].end : meanings[at].start].strip()
            if apart or types[-1:] == [at]:
                break
            found.add(at)
            at += 1
    return found


def _before_accessory(
    meanings: Sequence[Meaning],
    free: Sequence[bool],
    head: int,
    accessory: Category,
    lexicon: Lexicon,
) -> set[int]:
    others = {
        i
        for i, one in enumerate(meanings)
        if free[i]
        and i != head
        and (
            (one.is_a(Kind.MODEL) and not _is_one(one, accessory, lexicon))
            or _is_device(one, lexicon)
        )
    }
    brands = {
        i
        for i, one in enumerate(meanings)
        if free[i]
        and one.is_a(Kind.BRAND)
        and (_is_of(meanings, i, others, lexicon) or not _makes(one, accessory, lexicon))
    }
    return others | _without_maker(meanings, brands, others, lexicon)


def _without_maker(
    meanings: Sequence[Meaning], brands: set[int], others: set[int], lexicon: Lexicon
) -> set[int]:
    """In 倍思 苹果15数据线 the first brand made the cable: another one's device is named too."""
    devices = {
        lexicon.models[sense.name].brand
        for i in others
        if (sense := meanings[i].sense) is not None
        and sense.kind is Kind.MODEL
        and sense.name in lexicon.models
    }
    return {
        i
        for i in brands
        if not devices or ((sense := meanings[i].sense) is not None and sense.name in devices)
    }


def _is_of(meanings: Sequence[Meaning], brand: int, others: set[int], lexicon: Lexicon) -> bool:
    """苹果手机壳, 华为 mate60 膜: the brand is the device's. In 倍思 苹果15数据线 it is not."""
    if brand + 1 not in others:
        return False
    device, own = meanings[brand + 1].sense, meanings[brand].sense
    if device is None or own is None or device.kind is not Kind.MODEL:
        return True
    model = lexicon.models.get(device.name)
    return model is None or model.brand in ("", own.name)


def _accessory(meaning: Meaning, lexicon: Lexicon) -> Category | None:
    category = None if meaning.sense is None else lexicon.categories.get(meaning.sense.name)
    return category if category is not None and category.accessory else None


def _is_one(meaning: Meaning, accessory: Category, lexicon: Lexicon) -> bool:
    """三星 990pro 固态硬盘: the model is of the accessory itself."""
    model = None if meaning.sense is None else lexicon.models.get(meaning.sense.name)
    return model is not None and model.category in (accessory.name, *accessory.spellings)


def _is_device(meaning: Meaning, lexicon: Lexicon) -> bool:
    if not meaning.is_a(Kind.CATEGORY) or meaning.sense is None:
        return False
    category = lexicon.categories.get(meaning.sense.name)
    return category is not None and not category.accessory


def _makes(meaning: Meaning, category: Category, lexicon: Lexicon) -> bool:
    """Whether the catalogue has such accessories of the brand."""
    brand = None if meaning.sense is None else lexicon.brands.get(meaning.sense.name)
    paths = (*category.paths, *category.within)
    return brand is not None and any(path.rpartition("/")[2] in brand.categories for path in paths)


def with_number(fitted: Meaning, text: str) -> Meaning:
    """With the number that follows: 丰田 rav4, 佳能 g3810."""
    found = _NUMBERED.match(text, fitted.end)
    if fitted.sense is None or found is None or not any(map(str.isdigit, found[0])):
        return fitted
    name = f"{text[fitted.start : fitted.end]}{found[0]}"
    return replace(fitted, end=found.end(), sense=fitted.sense._replace(name=name))
