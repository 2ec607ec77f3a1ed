"""The same log through our kernel and through what shops use instead, each in a process of its own.

`python -m tests.benchmarks.behavior.kernels KERNEL LOG` reports seconds and memory. The rivals
count plain cosine over the last 50 different products of a person, which is what they can do.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.item_cf import Similarity, WindowSettings
from recsys.models.window import window_lists
from recsys.sequences import Sequences
from tests.benchmarks.behavior.log import Log
from tests.benchmarks.process import peak_own, report

__all__ = ["KERNELS"]

NEIGHBORS = 50
_LAST = 50


def _window(log: Log) -> int:
    """Ours, order-aware: numpy and scipy on one core."""
    items = [str(number) for number in range(log.items)]
    undated = np.zeros(len(log.person), dtype=np.int32)
    sequences = Sequences.ordered(items, log.person, log.item, undated)
    settings = WindowSettings(similarity=Similarity(neighbors=NEIGHBORS))
    return len(window_lists(sequences, settings).other)


def _implicit(log: Log) -> int:
    from implicit.nearest_neighbours import CosineRecommender  # noqa: PLC0415 - a rival

    model = CosineRecommender(K=NEIGHBORS + 1)  # it counts the product itself
    model.fit(_matrix(log), show_progress=False)
    return int(model.similarity.nnz) - log.items


def _sparse_dot_topn(log: Log) -> int:
    from sparse_dot_topn import sp_matmul_topn  # noqa: PLC0415 - a rival

    people = _matrix(log)
    norms = np.sqrt(np.asarray(people.power(2).sum(axis=0)).ravel())
    unit = people @ sp.diags(1 / np.where(norms > 0, norms, 1))
    return int(sp_matmul_topn(unit.T.tocsr(), unit.tocsr(), NEIGHBORS + 1).nnz) - log.items


def _scikit_learn(log: Log) -> int:
    """Each product with each: the textbook's way."""
    from sklearn.metrics.pairwise import cosine_similarity  # noqa: PLC0415 - a rival

    alike = cosine_similarity(_matrix(log).T.tocsr())
    np.fill_diagonal(alike, 0.0)
    best = np.argpartition(alike, -NEIGHBORS, axis=1)[:, -NEIGHBORS:]
    return int(np.count_nonzero(np.take_along_axis(alike, best, axis=1)))


def _duckdb(log: Log) -> int:
    import duckdb  # noqa: PLC0415 - a rival
    import pyarrow as pa  # noqa: PLC0415 - how it takes arrays

    person, item = _pairs(log)
    database = duckdb.connect()
    database.register("given", pa.table({"person": person, "item": item}))
    database.execute("create table pairs as select * from given")
    return int(database.execute(_SQL).fetchall()[0][0])


def _spark(log: Log) -> int:
    import pyarrow as pa  # noqa: PLC0415 - how it takes arrays
    from pyspark.sql import SparkSession  # noqa: PLC0415 - a rival

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "6g")
        .config("spark.sql.shuffle.partitions", "16")
        .getOrCreate()
    )
    person, item = _pairs(log)
    frame = session.createDataFrame(pa.table({"person": person, "item": item}))
    frame.createOrReplaceTempView("pairs")
    frame.cache().count()
    started = time.perf_counter()
    found = session.sql(_SQL).collect()[0][0]
    _began.append(started)
    session.stop()
    return int(found)


_SQL = f"""
with counts as (select item, count(*) as n from pairs group by item),
co as (select a.item as one, b.item as two, count(*) as together
       from pairs a join pairs b on a.person = b.person and a.item <> b.item
       group by a.item, b.item),
alike as (select one, two, together / sqrt(c.n * d.n) as cosine
            from co join counts c on c.item = one join counts d on d.item = two),
ranked as (select one, two, row_number() over (partition by one order by cosine desc, two) as place
           from alike)
select count(*) from ranked where place <= {NEIGHBORS}
"""

_began: list[float] = []
"""When a rival had the log in its own tables, where loading it is not what it is measured by."""


def _pairs(log: Log) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The last different products of each person."""
    backwards = slice(None, None, -1)
    person, item = log.person[backwards], log.item[backwards]
    key = person.astype(np.int64) * log.items + item
    _, first = np.unique(key, return_index=True)
    first.sort()
    person, item = person[first], item[first]
    order = np.argsort(person, kind="stable")
    person, item = person[order], item[order]
    begins = np.flatnonzero(np.diff(person, prepend=-1))
    place = np.arange(len(person)) - np.repeat(begins, np.diff([*begins, len(person)]))
    return person[place < _LAST], item[place < _LAST]


def _matrix(log: Log) -> sp.csr_matrix:
    person, item = _pairs(log)
    ones = np.ones(len(person), dtype=np.float32)
    return sp.csr_matrix((ones, (person, item)), (int(log.person.max()) + 1, log.items))


KERNELS: dict[str, Callable[[Log], int]] = {
    "window": _window,
    "implicit": _implicit,
    "sparse_dot_topn": _sparse_dot_topn,
    "scikit-learn": _scikit_learn,
    "duckdb": _duckdb,
    "spark": _spark,
}
"""Each builds lists of 50 neighbours and returns how many entries they have."""


def main(kernel: str, file: str) -> None:
    """Run one kernel over a log that is in a file, and report."""
    log = Log.load(Path(file))
    before, started, processor = peak_own(), time.perf_counter(), time.process_time()
    entries = KERNELS[kernel](log)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    report(
        {
            "wall": time.perf_counter() - (_began or [started])[-1],
            "cpu": time.process_time() - processor + children.ru_utime,
            "extra_mb": peak_own() - before,
            "entries": entries,
            "events": len(log.person),
        }
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
