"""Vectors: the same everywhere, close where texts are, and small."""

import hashlib
import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from indexer.analysis import Analyzer
from indexer.embeddings import CODE_LENGTH, DIMENSIONS, LatentSemantics, quantized

ANALYZER = Analyzer()
TITLES = tuple(
    f"{brand} {kind} {feature}"
    for brand, kind, feature in product(
        ("茅台", "五粮液", "华为", "小米", "海澜之家"),
        ("白酒 53度", "手机 5G", "衬衫 男", "连衣裙 女"),
        ("礼盒", "新款", "正品", "特价"),
    )
)
_SHOW = """
import hashlib
from indexer.analysis import Analyzer
from indexer.embeddings import LatentSemantics, quantized
from tests.indexer.test_embeddings import TITLES
model = LatentSemantics.fit(Analyzer(), TITLES)
codes = quantized(model.embed(["红酒 礼盒"])).tobytes()
print(hashlib.sha256(model.to_bytes()).hexdigest(), codes.hex())
"""


@pytest.fixture(scope="module")
def model() -> LatentSemantics:
    fitted = LatentSemantics.fit(ANALYZER, TITLES)
    assert fitted is not None
    return fitted


def test_two_fits_and_another_process_give_the_same_bytes(model: LatentSemantics) -> None:
    again = LatentSemantics.fit(ANALYZER, TITLES)
    assert again is not None
    assert again.to_bytes() == model.to_bytes()
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW], capture_output=True, text=True, check=True
    ).stdout.split()
    codes = quantized(model.embed(["红酒 礼盒"])).tobytes()
    assert shown == [hashlib.sha256(model.to_bytes()).hexdigest(), codes.hex()]


def test_a_stored_model_gives_equal_codes(model: LatentSemantics) -> None:
    loaded = LatentSemantics.from_bytes(ANALYZER, model.to_bytes())
    assert loaded.dimensions == model.dimensions
    assert np.array_equal(loaded.embed(TITLES), model.embed(TITLES))
    assert loaded.to_bytes() == model.to_bytes()


def test_a_text_has_one_vector_whatever_stands_beside_it(model: LatentSemantics) -> None:
    together = quantized(model.embed(TITLES))
    alone = np.concatenate([quantized(model.embed([title])) for title in TITLES])
    assert np.array_equal(together, alone)


def test_vectors_have_length_1_or_are_zero(model: LatentSemantics) -> None:
    vectors = model.embed([*TITLES, "", "Ω !!", "😀"])
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths[: len(TITLES)] == pytest.approx(1.0, abs=1e-5)
    assert not lengths[len(TITLES) :].any()
    assert vectors.dtype == np.float32
    assert model.embed([]).shape == (0, model.dimensions)


def test_close_texts_have_close_vectors(model: LatentSemantics) -> None:
    wine, bottle, dress = model.embed(["茅台 白酒", "五粮液 53度 白酒", "连衣裙 女 新款"])
    assert wine @ bottle > wine @ dress + 0.2


def test_width_and_script_do_not_matter(model: LatentSemantics) -> None:
    one, other = model.embed(["华为手机5G", "華為手機５Ｇ"])
    assert np.array_equal(one, other)


@pytest.mark.parametrize(
    "titles",
    [(), ("白酒",), ("白酒",) * 7, tuple("甲乙丙丁戊己庚辛壬癸"), ("",) * 50, ("酒",) * 50],
)
def test_a_catalogue_with_too_little_to_learn_from_has_no_vectors(titles: tuple[str, ...]) -> None:
    assert LatentSemantics.fit(ANALYZER, titles) is None


def test_a_small_catalogue_has_short_vectors() -> None:
    fitted = LatentSemantics.fit(ANALYZER, TITLES[:9])
    assert fitted is not None
    assert 1 <= fitted.dimensions <= 8 < DIMENSIONS
    code = quantized(fitted.embed(TITLES[:1]))
    assert code.shape == (1, fitted.dimensions)


def test_codes_multiply_to_the_cosine() -> None:
    generator = np.random.default_rng(1)
    vectors = generator.normal(size=(50, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    codes = quantized(vectors).astype(np.int64)
    assert codes.min() >= -127
    assert (codes @ codes.T) / CODE_LENGTH**2 == pytest.approx(vectors @ vectors.T, abs=0.02)


def test_a_text_of_one_component_is_its_own_neighbour() -> None:
    """In a small catalogue a component carries nearly all of a text."""
    codes = quantized(np.array([[1.0, 0.0], [-0.6, 0.8]], dtype=np.float32)).astype(np.int64)
    assert (codes @ codes.T) / CODE_LENGTH**2 == pytest.approx(
        np.array([[1.0, -0.6], [-0.6, 1.0]]), abs=0.01
    )
