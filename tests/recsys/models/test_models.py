"""What every model promises: one suite for all of them."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from recsys.models import MODELS, Fit, Model, TooLargeError
from recsys.models.ranking import best
from recsys.models.saved import SavedModels
from recsys.sequences import Sequences
from tests.recsys.logs import sequences_of
from tests.recsys.models.worlds import SIZE, SPARE, checkerboard, enormous, held_out

DEEP = {"mlp", "cnn", "rnn"}
NOBODY = np.empty(0, dtype=np.int32)

# What each cannot hold, as (people, products, steps), and who can.
TOO_LARGE = {
    "cosine": (1, 150_000, 150_000),
    "pearson": (1, 150_000, 150_000),
    "iuf": (1, 150_000, 150_000),
    "user": (1, 10, 200_000_000),
    "user-pearson": (1, 10, 200_000_000),
    "svd": (1, 10, 200_000_000),
    "nmf": (1, 10, 200_000_000),
    "ease": (1, 30_000, 1),
    "als": (1, 10, 200_000_000),
    "mlp": (1, 10, 10_000_000),
    "cnn": (1, 100_000, 1_000_000),
    "rnn": (1, 100_000, 1_000_000),
}


@pytest.fixture(params=MODELS)
def name(request: pytest.FixtureRequest) -> str:
    """A model's name; those of the extra `deep` only where torch is."""
    found: str = request.param
    if found in DEEP and importlib.util.find_spec("torch") is None:
        pytest.skip("needs torch, the extra deep")
    return found


@pytest.fixture
def fit(name: str) -> Fit:
    return MODELS[name]


@pytest.fixture
def model(name: str, fitted: dict[str, Model]) -> Model:
    """Fitted on the checkerboard."""
    if name not in fitted:
        fitted[name] = MODELS[name](checkerboard())
    return fitted[name]


@pytest.fixture(scope="module")
def fitted() -> dict[str, Model]:
    return {}


def test_the_missing_square_of_the_checkerboard_is_found(name: str, model: Model) -> None:
    """Of all products that a person has not taken, the one of their own colour is the best."""
    if name == "popularity":
        pytest.skip("it knows nobody")
    histories = [held_out(person) for person in range(SIZE)]

    scores = model.scores(histories)

    for person, history in enumerate(histories):
        scores[person, history] = -np.inf
    assert scores.argmax(axis=1).tolist() == list(range(SIZE))


def test_scores_are_numbers_of_all_products_for_each_history(model: Model) -> None:
    scores = model.scores([held_out(3), NOBODY, held_out(4)])

    assert scores.shape == (3, SIZE + SPARE)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert model.scores([]).shape == (0, SIZE + SPARE)


def test_scores_are_the_callers_own(model: Model) -> None:
    """Whoever asked may strike products out without harm to the next."""
    first = model.scores([held_out(3)])
    kept = first.copy()

    first[:] = -np.inf

    assert model.scores([held_out(3)]).tobytes() == kept.tobytes()


def test_a_person_is_answered_alike_alone_and_among_others(model: Model) -> None:
    histories = [held_out(person) for person in range(9)] + [NOBODY]

    together = model.scores(histories)

    for history, scores in zip(histories, together, strict=True):
        alone = model.scores([history])[0]
        assert alone == pytest.approx(scores, rel=1e-3, abs=1e-3 * float(np.ptp(scores)) + 1e-6)


def test_products_that_nobody_took_tell_nothing(name: str, model: Model) -> None:
    """A history of them is answered without error, and does not name a product for itself."""
    unknown = np.array([SIZE, SIZE + 1], dtype=np.int32)

    scores = model.scores([unknown, np.r_[unknown, held_out(2)].astype(np.int32)])

    assert np.isfinite(scores).all()
    if name not in DEEP:  # a network is not sure to know that it knows nothing
        assert scores[0, SIZE:].max() <= scores[0, :SIZE].max()
    assert scores[1, :SIZE].argmax() % 2 == 0 or name == "popularity"


def test_one_person_and_nobody_at_all_can_be_fitted(fit: Fit) -> None:
    for log in ([], [(0, 1, 5)], [(0, 1, 5), (0, 2, 5)]):
        scores = fit(sequences_of(log, 3)).scores([NOBODY, np.array([1], dtype=np.int32)])

        assert scores.shape == (2, 3)
        assert np.isfinite(scores).all()


def test_the_same_data_gives_the_same_bytes(fit: Fit) -> None:
    asked = [held_out(5), NOBODY]

    first, second = (fit(checkerboard()).scores(asked) for _ in range(2))

    assert first.tobytes() == second.tobytes()


def test_kept_on_the_disk_it_gives_the_same_lists(name: str, model: Model, tmp_path: Path) -> None:
    """Trained, written, read back: to the last bit, whoever asks."""
    models = SavedModels(tmp_path / "recsys")
    items = checkerboard().items
    with models.alone(name, wait=0):
        models.write(name, model, items, arrival=7, erasures=2)

    saved = models.read(name, erasures=2)

    assert (saved.about.model, saved.about.arrival, saved.items) == (name, 7, [*items])
    asked = [held_out(3), NOBODY, held_out(4)[:5], np.array([SIZE], dtype=np.int32)]
    restored, before = saved.model.scores(asked), model.scores(asked)
    assert [best(row, 20).tolist() for row in restored] == [
        best(row, 20).tolist() for row in before
    ]
    assert restored.tobytes() == before.tobytes()


def test_of_nobody_at_all_it_can_be_kept(name: str, fit: Fit, tmp_path: Path) -> None:
    models = SavedModels(tmp_path)
    models.write(name, fit(sequences_of([], 3)), ["P1", "P2", "P3"], arrival=0, erasures=0)

    scores = models.read(name, erasures=0).model.scores([NOBODY])

    assert scores.shape == (1, 3)


def test_what_it_cannot_hold_a_model_refuses_and_names_who_can(name: str, fit: Fit) -> None:
    if name not in TOO_LARGE:
        assert name in {"window", "popularity"}
        pytest.skip("it holds whatever sequences hold")

    with pytest.raises(TooLargeError, match=f"^{name} 装不下") as refused:
        fit(enormous(*TOO_LARGE[name]))

    assert refused.value.instead in set(MODELS) - TOO_LARGE.keys()
    assert refused.value.instead in str(refused.value)


def test_a_model_does_not_change_its_data(fit: Fit) -> None:
    data = checkerboard()

    fit(data)

    assert_equal(data, checkerboard())


def assert_equal(one: Sequences, other: Sequences) -> None:
    assert one.items == other.items
    for left, right in zip(
        (one.person, one.item, one.bucket), (other.person, other.item, other.bucket), strict=True
    ):
        assert np.array_equal(left, right)
