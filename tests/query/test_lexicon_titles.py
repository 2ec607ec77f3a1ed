"""What titles say: which words stand in them, how telling each is, and how much of it is kept."""

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import DocumentId, Fen, Product
from query.lexicon.building import built
from query.lexicon.lexicon import Lexicon
from query.lexicon.sounds import syllables
from query.lexicon.titles import TitleWords


def titled(*titles: str) -> list[Product]:
    return [
        Product(id=DocumentId(str(number)), title=title, price=Fen(1))
        for number, title in enumerate(titles)
    ]


def weights_of(*titles: str) -> dict[str, float]:
    words = TitleWords(Analyzer())
    assert [product.title for product in words.noting(titled(*titles))] == list(titles)
    return dict(words.weights())


def test_a_word_of_more_titles_tells_less() -> None:
    weights = weights_of("保温杯 白色", "保温杯 黑色", "保温杯 STANLEY")
    assert 0 < weights["保温杯"] < weights["白色"] == weights["黑色"] == weights["stanley"]


def test_a_lone_character_makes_a_word_with_its_neighbour() -> None:
    weights = weights_of("颈椎按摩仪家用")
    assert "按摩仪" in weights
    assert "按摩" in weights


def test_the_words_of_most_titles_are_kept() -> None:
    rare = [" ".join(f"rare{n:05}" for n in range(at, at + 600)) for at in range(0, 60_000, 600)]
    weights = weights_of("保温杯", "保温杯", *rare)
    assert len(weights) == 50_000
    assert "保温杯" in weights


def test_a_lexicon_keeps_weights_and_sounds() -> None:
    goods = titled("保温杯 白色", "红酒")
    lexicon = built(lambda: goods, Attributes.shipped())
    again = Lexicon.from_bytes(lexicon.to_bytes())
    assert again.words == lexicon.words
    assert again.weights == lexicon.weights
    assert again.sounds == lexicon.sounds
    assert set(lexicon.weights) >= {"保温杯", "白色", "红酒"}


def test_characters_are_said_as_in_names_of_goods() -> None:
    said = syllables()
    assert said["绿"] == "lv"
    assert said["车"] == "che"
    assert {"po", "bo"} <= set(said["泊"].split())
    assert {"chang", "zhang"} == set(said["长"].split())
    assert "機" not in said  # texts come simplified
    assert all(word.isascii() and word.isalpha() for one in said.values() for word in one.split())
