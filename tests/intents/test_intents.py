"""Shopping intents over real catalogues: what the understanding of texts must keep up to."""

from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest

from tests.intents.catalogues import catalogues, withheld
from tests.intents.measuring import OURS, measured
from tests.relevance.data import missing

pytestmark = [
    pytest.mark.relevance,
    pytest.mark.skipif(bool(missing("zh-catalog-phones")), reason=missing("zh-catalog-phones")),
]

_FEW = 3  # of each kind: the whole table takes ten minutes


def test_there_are_four_hundred_intents_of_many_kinds_the_same_in_every_run() -> None:
    drawn = [pair for judged in catalogues(20) for pair in judged.intents]
    assert len(drawn) >= 400
    assert len(Counter(intent.kind for intent, _ in drawn)) >= 8
    again = [(i.text, grades) for judged in catalogues(2) for i, grades in judged.intents]
    assert [pair for i, grades in drawn if (pair := (i.text, grades)) in again] == again


@pytest.mark.elastic
@pytest.mark.slow
@pytest.mark.parametrize(("withholding", "least"), [(True, 0.85)])
def test_intents_are_met_on_both_engines_with_and_without_metadata(
    *, withholding: bool, least: float, tmp_path: Path, elastic_url: str, elastic_prefix: str
) -> None:
    ours: list[float] = []
    others: dict[str, list[float]] = {}
    for judged in catalogues(_FEW):
        products = tuple(map(withheld, judged.products)) if withholding else judged.products
        found = measured(
            judged,
            products,
            tmp_path / judged.name,
            url=elastic_url,
            prefix=f"{elastic_prefix}-{judged.name}",
        )
        assert found.different == []
        for who, values in found.values.items():
            (ours if who == OURS else others.setdefault(who, [])).extend(values)
    assert fmean(ours) >= least
    assert fmean(ours) >= max(map(fmean, others.values())) + 0.15
