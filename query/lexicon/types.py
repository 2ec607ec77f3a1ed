"""Product types: the catalogue's categories and the shipped ones, joined where they share a name.

A name that the catalogue has is a type of its own; other names of its group go to the group's own key,
or to the best-filled category. A shipped type that the catalogue lacks, and whose name ends in one that
it has, is read as that one and a word: 折叠屏手机.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from query.lexicon.entries import Category
from query.lexicon.facts import Facts
from query.lexicon.places import folded_word, placed
from query.lexicon.shipped import source

__all__ = ["categories", "folded_word", "is_in_a_box"]

_ADJECTIVES = frozenset("大小新旧男女童老双单长短")
_BOX = "礼盒"
_SHORTEST_HEAD = 2  # characters of a type that ends the name of another


def categories(facts: Facts, vocabulary: Mapping[str, Any]) -> dict[str, Category]:
    """All types by name."""
    read = dict(source("categories"))
    compounds = read.pop("compound", {})
    departments = {name: department for department, types in read.items() for name in types}
    groups = {name: [name, *others] for types in read.values() for name, others in types.items()}
    for name, others in vocabulary.get("categories", {}).items():
        groups.setdefault(name, [name]).extend(others)
    paths: defaultdict[str, list[str]] = defaultdict(list)
    filled: Counter[str] = Counter()
    for path, count in sorted(facts.paths.items()):
        level = path.rpartition("/")[2]
        paths[level].append(path)
        filled[level] += count
        departments.setdefault(level, path.partition("/")[0])
    spelled = _spelled(groups, paths, filled)
    parts = source("accessories")
    accessories = {folded_word(head) for head in parts["heads"]}
    known = {folded_word(one) for spellings in spelled.values() for one in spellings}
    for head in parts["heads"]:
        if folded_word(head) not in known:
            spelled[head] = [head]
    found = {
        name: Category(
            name=name,
            spellings=tuple(dict.fromkeys(spellings)),
            paths=tuple(paths.get(name, ())),
            products=filled[name],
            department=departments.get(name, ""),
            accessory=name not in parts["things"]
            and any(folded_word(one) in accessories for one in spellings),
        )
        for name, spellings in spelled.items()
    }
    inside = _without_heads(_inside(found, compounds))
    return _with_kinds(placed(inside, facts.pairs, facts.paths, compounds))


def _spelled(
    groups: Mapping[str, Sequence[str]],
    paths: Mapping[str, Sequence[str]],
    filled: Mapping[str, int],
) -> dict[str, list[str]]:
    """A type's name to its spellings; each spelling belongs to one type."""
    by_word = {folded_word(level): level for level in paths}
    spelled: dict[str, list[str]] = {level: [level] for level in paths}
    for key, group in groups.items():
        held = [by_word[word] for one in group if (word := folded_word(one)) in by_word]
        if not held:
            spelled.setdefault(key, []).extend(group)
            continue
        own = by_word.get(folded_word(key))
        name = own or max(held, key=lambda level: (paths[level][0].count("/"), filled[level]))
        spelled[name] += [one for one in group if folded_word(one) not in by_word]
    return spelled


def _inside(
    found: dict[str, Category], compounds: Mapping[str, Sequence[str]]
) -> dict[str, Category]:
    """台灯吸顶灯 is a category of two types, and 手机 holds 老人机 where that has no category.

    Such a type is within the wider one, as far as titles say so.
    """
    wider = ((wide, narrow) for wide, types in source("wider").items() for narrow in types)
    inside = [*((whole, part) for whole, parts in compounds.items() for part in parts), *wider]
    by_word = {folded_word(one): c.name for c in found.values() for one in c.spellings}
    for whole, part in inside:
        held = found.get(by_word.get(folded_word(whole), ""))
        known = found.get(by_word.get(folded_word(part), ""))
        if held is None or not held.paths or (known is not None and (known.paths or known.within)):
            continue
        name = part if known is None else known.name
        found[name] = Category(
            name=name,
            spellings=known.spellings if known else (part,),
            department=(known.department if known else "") or held.paths[0].partition("/")[0],
            within=held.paths,
            accessory=known.accessory if known else False,
        )
    return found


def _with_kinds(found: dict[str, Category]) -> dict[str, Category]:
    """Types without a leaf that are the name of others: 零食 are 糕点 and 坚果, and those 瓜子."""
    by_word = {folded_word(one): c.name for c in found.values() for one in c.spellings}
    kinds = {
        by_word[folded_word(name)]: [
            by_word.get(folded_word(part)) for part in source("wider")[name]
        ]
        for name in source("kinds")["names"]
        if folded_word(name) in by_word
    }

    def below(name: str) -> Iterator[str]:
        found, left = set[str | None](), list(kinds[name])
        while left:  # a vocabulary may make each of two the kind of the other
            part = left.pop(0)
            if part is not None and part not in found:
                found.add(part)
                yield part
                left += kinds.get(part, ())

    return found | {
        name: replace(found[name], kinds=tuple(one for one in below(name) if one != name))
        for name in kinds
        if not found[name].paths
    }


def _without_heads(found: dict[str, Category]) -> dict[str, Category]:
    """Leave out spellings that end in a type which the catalogue has, where it lacks their own."""
    held = {
        folded_word(one): category
        for category in found.values()
        if category.paths and not category.accessory
        for one in category.spellings
    }
    kept: dict[str, Category] = {}
    for name, category in found.items():
        own = {folded_word(one) for one in category.spellings}
        spellings = tuple(
            one
            for one in category.spellings
            if one in category.paths
            or category.within
            or not (
                _ends_in_other(folded_word(one), held, own if category.paths else set())
                or is_in_a_box(folded_word(one), held)
            )
            or (category.paths and one == name)
        )
        if spellings:
            kept[name] = replace(category, spellings=spellings)
    return kept


def _is_narrower(category: Category, ending: str) -> bool:
    """成人奶粉 is no 婴幼儿奶粉, though that is called 奶粉 too."""
    name = folded_word(category.name)
    return name != ending and name.endswith(ending)


def is_in_a_box(word: str, held: Container[str]) -> bool:
    """茶叶礼盒 is 茶叶, in a box."""
    return word.endswith(_BOX) and word.removesuffix(_BOX) in held


def _ends_in_other(word: str, held: Mapping[str, Category], own: set[str]) -> bool:
    """无线鼠标 ends in 鼠标, 折叠屏手机 in 手机; a name of the catalogue's own is left alone.

    打底裤 does not end in 底裤: what one character stands before is a word of its own, but for a few.
    """
    return any(
        (ending := word[start:]) in held
        and (not own or ending in own)
        and not _is_narrower(held[ending], ending)
        and (start > 1 or word[0] in _ADJECTIVES)
        for start in range(1, len(word) - _SHORTEST_HEAD + 1)
    )
