"""How often the box still shows what was meant when the text has an error, by kind of error.

`python -m tests.query.suggest.errors DATA`: DATA is the folder of a shop, `TEXTS` of each kind are
drawn from its own phrases. Each is asked whole (its first characters), and cut behind the error, as it
is while somebody still types. The same texts without their error say how many could be shown at all:
of a hundred phrases that begin alike ten are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import click

from indexer.settings import Settings
from query.lexicon.sounds import syllables
from query.suggest import SuggestService
from query.suggest.index import SuggestionIndex
from query.suggest.spelling import compact, spelled
from tests.query.understanding.errors import Errors, near_sounds
from web.services import Services

__all__ = ["KINDS", "Slip", "drawn"]

KINDS = (
    "homophone",
    "near",
    "swapped",
    "dropped",
    "doubled",
    "latin",
    "pinyin",
    "pinyin near",
    "mixed",
)

_SEED = 11
_LONGEST = 10  # characters that somebody types before choosing
_HAN = re.compile("[\u4e00-\u9fff]{3,}")
_LATIN = re.compile("[a-z]{5,}")
_BEHIND = 1  # characters that are typed behind an error at least
_TRIES = 200


@dataclass(frozen=True, slots=True)
class Slip:
    """`phrase` as it is shown; `clean` and `typed`: what was to be typed of it, and what was."""

    phrase: str
    clean: str
    typed: str

    def begun(self, chance: Random) -> "Slip | None":
        """Cut somewhere behind the error; None where nothing is left to cut."""
        same = zip(self.clean, self.typed, strict=False)
        at = next((i for i, pair in enumerate(same) if len(set(pair)) > 1), len(self.clean))
        least = max(at + 1 + _BEHIND, len(self.typed) // 2)
        if least >= len(self.typed):
            return None
        end = chance.randrange(least, len(self.typed))
        longer = len(self.typed) - len(self.clean)
        return Slip(self.phrase, self.clean[: max(1, end - longer)], self.typed[:end])


def drawn(index: SuggestionIndex, kind: str, count: int, seed: int = _SEED) -> Iterator[Slip]:
    """So many errors of a kind in the phrases of an index; fewer where few phrases can have one."""
    chance, errors = Random(f"{seed} {kind}"), Errors(syllables(), seed)
    for _ in range(count * _TRIES):
        phrase = index.text(chance.randrange(len(index)))
        slip = _slip(phrase, kind, chance, errors)
        if slip is not None and slip.clean != slip.typed:
            yield slip
            count -= 1
        if not count:
            return


def _slip(phrase: str, kind: str, chance: Random, errors: Errors) -> Slip | None:
    clean = compact(phrase)[:_LONGEST]
    if kind.startswith("pinyin") or kind == "mixed":
        spelling = spelled(phrase)
        if spelling is None or not _HAN.fullmatch(clean):
            return None
        return _PINYIN[kind](phrase, list(spelling.sounds[0][:_LONGEST]), chance, errors)
    found = (_LATIN if kind == "latin" else _HAN).search(clean)
    wrong = errors.of(kind, found[0]) if found else None
    if found is None or wrong is None:
        return None
    return Slip(phrase, clean, clean[: found.start()] + wrong + clean[found.end() :])


def _pinyin(phrase: str, sounds: list[str], _: Random, errors: Errors) -> Slip:
    """All of it in letters, one of them wrong."""
    clean = "".join(sounds)
    return Slip(phrase, clean, errors.mistyped(clean))


def _pinyin_near(phrase: str, sounds: list[str], chance: Random, _: Errors) -> Slip | None:
    """All of it in letters, as somebody says it who does not tell some sounds apart."""
    at = chance.randrange(len(sounds))
    others = list(near_sounds(sounds[at]))
    if not others:
        return None
    wrong = [*sounds[:at], chance.choice(others), *sounds[at + 1 :]]
    return Slip(phrase, "".join(sounds), "".join(wrong))


def _mixed(phrase: str, sounds: list[str], _: Random, errors: Errors) -> Slip | None:
    """A word of characters, the rest in letters, one of them wrong."""
    begun, letters = compact(phrase)[:1], "".join(sounds[1:])
    return Slip(phrase, begun + letters, begun + errors.mistyped(letters)) if letters else None


_PINYIN: dict[str, Callable[[str, list[str], Random, Errors], Slip | None]] = {
    "pinyin": _pinyin,
    "pinyin near": _pinyin_near,
    "mixed": _mixed,
}


def _shown(service: SuggestService, slips: list[Slip], *, clean: bool) -> float:
    """The share of the slips whose phrase is among the suggestions."""
    texts = [(slip.phrase, slip.clean if clean else slip.typed) for slip in slips]
    found = sum(phrase in {one.text for one in service.suggest(typed)} for phrase, typed in texts)
    return found / max(1, len(slips))


@click.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.option("--texts", default=400, show_default=True, help="of each kind")
def main(data: Path, texts: int) -> None:
    """Print a table: of whole texts and of beginnings, with the error and without."""
    services = Services.open(Settings.from_env({}, data))
    index, service = services.suggestion_keeper.ready().index, services.suggest
    click.echo("| error | texts | whole | without error | begun | without error |")
    click.echo("| --- | --- | --- | --- | --- | --- |")
    for kind in KINDS:
        slips = list(drawn(index, kind, texts))
        chance = Random(_SEED)
        begun = [one for slip in slips if (one := slip.begun(chance)) is not None]
        shares = [
            f"{_shown(service, some, clean=clean):.1%}"
            for some in (slips, begun)
            for clean in (False, True)
        ]
        click.echo(f"| {kind} | {len(slips)} | {' | '.join(shares)} |")
    services.close()


if __name__ == "__main__":
    main()
