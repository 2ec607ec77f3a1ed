"""What the thing that is sought has to fit: iphone 14 of a case for it, a car of its mats.

A device, brand or model before an accessory, after 适用于, or before 用 (query understanding §6,
stage 8).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from query.lexicon.entries import VEHICLE, Category, Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import EATEN
from query.understanding.senses import Meaning

__all__ = ["fitted", "with_number"]

_THINGS = (Kind.BRAND, Kind.MODEL, Kind.CATEGORY)
_WITHOUT_DEVICES = frozenset(
    {
        "汽车用品",
        "家居家装",
        "工具五金",
        "家庭清洁",
        "美妆个护",
        "食品饮料",
        "医药保健",
        "服饰内衣",
        "图书文具",
    }
)
_CLEANING = "家庭清洁"
_JOINED = re.compile(r"[和或与及跟、,/]")
_NUMBERED = re.compile(r" ?(?!\d+ ?[款年])[a-z0-9][a-z0-9-]*")
_FOR = re.compile(
    r"(?:专?用|可用|适用|通用|能用|也能用|都能用|可连|能连|连接|遥控|控制|可投屏|投屏)(?= |$|的|,)"
)


def fitted(
    meanings: Sequence[Meaning], free: Sequence[bool], text: str, lexicon: Lexicon
) -> set[int]:
    """Which meanings name what is to be fitted; `free`: those that have no other role.

    What is eaten is never: 茶叶 收纳包 fits no tea, 火锅专用 肉卷 no pot.
    """
    eaten = {i for i, one in enumerate(meanings) if _is_eaten(one, lexicon)}
    types = [i for i, one in enumerate(meanings) if free[i] and one.is_a(Kind.CATEGORY)]
    found = _after_cue(meanings, types, text)
    found |= {i for i, one in enumerate(meanings) if free[i] and _is_vehicle(one)}
    found |= {
        i
        for i, one in enumerate(meanings)
        if free[i] and one.is_a(*_THINGS) and types != [i] and _FOR.match(text, one.end)
    }
    found -= eaten
    types = [i for i in types if i not in found]
    head = _head(meanings, types, text, lexicon)
    accessory = None if head is None else _serving(meanings[head], lexicon)
    if head is not None and accessory is not None and (accessory.accessory or head != types[-1]):
        free = [is_free and i not in found | eaten for i, is_free in enumerate(free)]
        found |= _beside_accessory(meanings, free, head, accessory, lexicon)
    return found


def _head(
    meanings: Sequence[Meaning], types: Sequence[int], text: str, lexicon: Lexicon
) -> int | None:
    """The type that is sought: the last one, but 防尘罩 of 防尘罩 空调."""
    if not types or _serving(meanings[types[-1]], lexicon) is not None:
        return types[-1] if types else None
    parts = [i for i in types if _serving(meanings[i], lexicon) is not None]
    if not parts:
        return None
    between = text[meanings[parts[-1]].end : meanings[types[-1]].start]
    return parts[-1] if between.startswith(" ") and not _JOINED.search(between) else None


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


def _beside_accessory(
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
        and (
            _is_of(meanings, i, others, lexicon)
            or not (_makes(one, accessory, lexicon) or _makes_no_devices(one, lexicon))
        )
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


def _serving(meaning: Meaning, lexicon: Lexicon) -> Category | None:
    """The type of a thing that is for others: an accessory, or 除味剂 for a fridge."""
    category = None if meaning.sense is None else lexicon.categories.get(meaning.sense.name)
    serves = category is not None and (category.accessory or category.department == _CLEANING)
    return category if serves else None


def _is_eaten(meaning: Meaning, lexicon: Lexicon) -> bool:
    if not meaning.is_a(Kind.CATEGORY) or meaning.sense is None:
        return False
    category = lexicon.categories.get(meaning.sense.name)
    return category is not None and category.department in EATEN


def _is_vehicle(meaning: Meaning) -> bool:
    return meaning.sense is not None and meaning.sense.dimension == VEHICLE


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


def _makes_no_devices(meaning: Meaning, lexicon: Lexicon) -> bool:
    """3M 玻璃膜: who makes nothing that could be fitted has made the accessory."""
    brand = None if meaning.sense is None else lexicon.brands.get(meaning.sense.name)
    return brand is not None and brand.department in _WITHOUT_DEVICES


def with_number(fitted: Meaning, text: str, limit: int) -> Meaning:
    """With the number that follows, up to `limit`: 宝马 x5, 佳能 g3810."""
    found = _NUMBERED.match(text, fitted.end)
    if fitted.sense is None or found is None or found.end() > limit:
        return fitted
    if not any(map(str.isdigit, found[0])):
        return fitted
    name = f"{text[fitted.start : fitted.end]}{found[0]}"
    return replace(fitted, end=found.end(), sense=fitted.sense._replace(name=name))
