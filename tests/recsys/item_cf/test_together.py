"""Plain similarities: those of dense arithmetic, in any blocks, with and without the kernel."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.item_cf import Lists, together
from recsys.item_cf.together import Alike, Together, lists_together, products_of
from recsys.models.histories import taken
from tests.recsys.logs import Step, logs, sequences_of

ITEMS = 6
ALIKE = st.sampled_from(Alike)


def dense(log: list[Step], alike: Alike) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The similarities of all products, by the definition."""
    x = taken(sequences_of(log, ITEMS), ITEMS).toarray().astype(np.float64)
    if alike is Alike.PEARSON:
        x = x - x.mean(axis=0) if len(x) else x
    elif alike is Alike.IUF:
        x = x / np.sqrt(np.log1p(np.maximum(x.sum(axis=1), 1)))[:, None]
    norms = np.sqrt((x**2).sum(axis=0))
    return np.divide(x.T @ x, np.outer(norms, norms), out=np.zeros((ITEMS, ITEMS)),
                     where=np.outer(norms, norms) > 1e-12)  # fmt: skip


@given(logs(items=ITEMS), ALIKE, st.integers(1, 30))
def test_similarities_are_those_of_dense_arithmetic(
    log: list[Step], alike: Alike, block: int
) -> None:
    """All products that anybody took with it and that are like it, the most alike first."""
    matrix = taken(sequences_of(log, ITEMS), ITEMS)

    lists = lists_together(matrix, Together(alike), block=block)

    both = (matrix.T @ matrix).toarray()
    expected = dense(log, alike)
    for item in range(ITEMS):
        others, values = lists.row(item)
        assert values == pytest.approx(expected[item, others], abs=1e-5)
        assert sorted(zip(-values, others, strict=True)) == list(zip(-values, others, strict=True))
        missing = set(range(ITEMS)) - {item, *others.tolist()}
        assert all(both[item, other] == 0 or expected[item, other] <= 1e-6 for other in missing)


@given(logs(people=20, items=12), st.sampled_from([Alike.COSINE, Alike.IUF]), st.integers(1, 4))
def test_the_compiled_kernel_gives_the_same_bytes(
    log: list[Step], alike: Alike, limit: int
) -> None:
    if importlib.util.find_spec("sparse_dot_topn") is None:
        pytest.skip("needs sparse_dot_topn, the extra fast")
    matrix = taken(sequences_of(log, 12), 12)
    settings = Together(alike, neighbors=limit)

    fast = lists_together(matrix, settings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(together, "sp_matmul_topn", None)
        patch.setattr(together, "_SPARE", 0)
        plain = lists_together(matrix, settings)
    assert as_bytes(fast) == as_bytes(plain)


def as_bytes(lists: Lists) -> tuple[bytes, bytes, bytes]:
    return lists.starts.tobytes(), lists.other.tobytes(), lists.similarity.tobytes()


def test_the_work_is_known_beforehand() -> None:
    log = [(0, 1, 1), (0, 2, 1), (0, 3, 1), (1, 1, 1), (1, 1, 2)]

    assert products_of(taken(sequences_of(log, ITEMS), ITEMS)) == 3 * 3 + 1
