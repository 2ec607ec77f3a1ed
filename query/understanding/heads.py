"""Which of the product types of a text are sought: the last one, and those joined to it."""

from collections.abc import Sequence

from query.lexicon.entries import Category, Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import heads as named_heads
from query.understanding.scope import Role, Scoped
from query.understanding.typed import Typed

__all__ = ["heads"]

_OR = ("或", "或者", "还是", "和", "、", "/", "or")


def heads(roles: Sequence[Scoped], text: Typed, lexicon: Lexicon) -> list[Scoped]:
    """The product types that are sought: the last that the catalogue has, and those joined to it.

    Of 连衣裙 女装 the narrower one; of 山地车头盔, in one word, the last; 被子 冬被 is one by two
    names. What is excluded stays.
    """
    found = [one for one in roles if one.meaning.is_a(Kind.CATEGORY) and one.role is Role.WANTED]
    excluded = [one for one in roles if one.role is Role.EXCLUDED]
    # 螺丝刀 套装: what is in a set is the thing all the same.
    found = [one for one in found if _word(one) not in named_heads("sets")] or found
    if not found:
        return excluded
    held = [one for one in found if _is_held(one, lexicon)]
    head = found[-1] if _is_one_word(found) else (held or found)[-1]
    narrower = [
        one
        for one in found
        if one is not head
        and (_is_generic(one, head, lexicon) or (one in held and _is_below(one, head, lexicon)))
    ]
    if narrower:
        return [narrower[-1], *excluded]
    sought = [head]
    for one in reversed(found[: found.index(head)]):
        between = text.text[one.meaning.end : sought[-1].meaning.start].strip()
        if between not in _OR and _word(one) != _word(head):
            break
        sought.append(one)
    return sought[::-1] + excluded


def _word(one: Scoped) -> str:
    return "" if one.meaning.sense is None else one.meaning.sense.name


def _category(one: Scoped, lexicon: Lexicon) -> Category | None:
    return lexicon.categories.get(_word(one))


def _is_generic(one: Scoped, head: Scoped, lexicon: Lexicon) -> bool:
    """Whether the head says no more than the department of the other: 不倒翁 玩具."""
    generic = named_heads("generic")
    if _word(head) not in generic or _word(one) in generic:
        return False
    known, other = _category(head, lexicon), _category(one, lexicon)
    return known is not None and other is not None and known.department == other.department


def _is_one_word(found: Sequence[Scoped]) -> bool:
    return len(found) > 1 and found[-2].meaning.end == found[-1].meaning.start


def _is_held(one: Scoped, lexicon: Lexicon) -> bool:
    """Whether the catalogue has the type, or it is what something else is for."""
    category = _category(one, lexicon)
    return category is not None and bool(category.paths or category.within or category.accessory)


def _is_below(one: Scoped, other: Scoped, lexicon: Lexicon) -> bool:
    low, high = _category(one, lexicon), _category(other, lexicon)
    return (
        low is not None
        and high is not None
        and any(path.startswith(f"{above}/") for path in low.paths for above in high.paths)
    )
