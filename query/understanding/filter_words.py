"""A filter in words that a person reads: 品牌是华为，或（没写品牌，且标题有华为）.

For explanations only; chips have shorter words of their own (`query.labels`).
"""

from collections import defaultdict
from collections.abc import Sequence

from indexer.attributes import NUMERIC_DIMENSIONS
from indexer.catalog import yuan
from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms
from query.exclusions import tells_denials
from query.labels import dimension_name
from query.title_filters import tells_accessories

__all__ = ["filter_words"]

_LISTED = 6
_NAMED = 2
_TITLE = "title_"
_FIELDS = {"brand": "品牌", "category": "分类", "tags": "标签", "price": "价格"}


def filter_words(filter_: Filter) -> str:  # noqa: PLR0911 - one a kind of filter
    """What a product must meet. Long lists of words are cut, with their number."""
    titles = _titles(filter_)
    if titles is not None:
        return f"标题有{_listed(titles)}" if titles else "没有这样的商品"
    match filter_:
        case Not(part):
            return _not(part)
        case AllOf(parts):
            return "，且".join(map(_inner, parts)) or "全部商品"
        case AnyOf(parts):
            return "，或".join(map(_inner, _gathered(parts)))
        case Term(field, value):
            return _has(field, (value,))
        case Terms(field, values):
            return _has(field, values)
        case Exists(field):
            return f"写了{_name(field)}"
        case Range(field, low, high):
            return _between(field, low, high)


def _inner(part: Filter) -> str:
    words = filter_words(part)
    return f"（{words}）" if "，" in words else words


def _not(part: Filter) -> str:
    if tells_accessories(part):
        return "不是它的配件"
    if tells_denials(part):
        return "没说不含它、另送它"
    titles = _titles(part)
    if titles:
        return f"标题没有{_listed(titles)}"
    if isinstance(part, Exists):
        return f"没写{_name(part.field)}"
    return f"不是（{filter_words(part)}）"


def _gathered(parts: Sequence[Filter]) -> list[Filter]:
    """The parts with all values of one column in one."""
    values: defaultdict[str, tuple[str | int, ...]] = defaultdict(tuple)
    others: list[Filter] = []
    titles: list[Filter] = []
    for part in parts:
        match part:
            case _ if _titles(part) is not None:
                titles.append(part)
            case Term(field, value):
                values[field] += (value,)
            case Terms(field, several):
                values[field] += several
            case _:
                others.append(part)
    named: list[Filter] = [Terms(field, several) for field, several in values.items()]
    return [*named, *others, *([AnyOf(tuple(titles))] if titles else [])]


def _titles(filter_: Filter) -> tuple[str, ...] | None:
    """The words one of which a title must have; None for a filter of anything else."""
    match filter_:
        case Term(field, value) if field.startswith(_TITLE):
            return (str(value),)
        case Terms(field, values) if field.startswith(_TITLE):
            return tuple(map(str, values))
        case AnyOf(parts):
            found = [_titles(part) for part in parts]
            if None not in found:
                return tuple(dict.fromkeys(word for one in found for word in one or ()))
        case AllOf(parts) if parts:
            found = [_titles(part) for part in parts]
            if None not in found:
                return (_joined(["/".join(one or ()) for one in found]),)
        case _:
            pass
    return None


def _joined(words: Sequence[str]) -> str:
    """智能 能手 手机 is 智能手机; 钢化, 膜 stay two words."""
    text = words[0]
    for word in words[1:]:
        text += word[1:] if len(word) > 1 and text[-1] == word[0] else f" {word}"
    return text


def _listed(words: Sequence[str]) -> str:
    some = "、".join(f"“{word}”" for word in words[:_LISTED])
    return some + (f"等 {len(words)} 种之一" if len(words) > _LISTED else "")


def _has(field: str, values: Sequence[str | int]) -> str:
    texts = list(map(str, values))
    if field not in ("pair", "value", "family"):
        return f"{_FIELDS.get(field, field)}是{_listed(texts)}"
    names = list(dict.fromkeys(dimension_name(text.partition(PAIR)[0]) for text in texts))
    name = "或".join(names[:_NAMED]) + (f"等 {len(names)} 项属性" if len(names) > _NAMED else "")
    verb = "属于" if field == "family" else "是"
    return f"{name}{verb}{_listed(list(dict.fromkeys(text.partition(PAIR)[2] for text in texts)))}"


def _name(field: str) -> str:
    """What a column is called: 品牌; 存储容量 for n_storage."""
    return _FIELDS.get(field) or dimension_name(field.removeprefix("n_"))


def _between(field: str, low: float | None, high: float | None) -> str:
    name = _name(field)
    unit = "元" if field == "price" else NUMERIC_DIMENSIONS.get(field.removeprefix("n_"), "")

    def side(number: float) -> str:
        return f"{yuan(round(number)) if field == 'price' else number:.6g}"

    if low is None or high is None:
        bound = "以内" if low is None else "以上"
        number = high if low is None else low
        return f"{name}{'不限' if number is None else side(number) + unit + bound}"
    if side(low) == side(high):
        return f"{name}是{side(low)}{unit}"
    return f"{name}在{side(low)}到{side(high)}{unit}"
