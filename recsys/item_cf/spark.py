"""The same counting carried by Spark, for events that one machine does not hold (extra `spark`).

Spark moves people to workers and adds whole numbers up; the kernel is `counted`. The bytes are those
of one process. Below 100 million events it is not needed: one core counts 5 million in seconds.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from recsys.item_cf.counts import Counts, Window, counted
from recsys.sequences import Sequences

__all__ = ["collected", "counted_by_spark"]

_COUNTS = "item int, other int, bucket int, count long"


def counted_by_spark(steps: Any, size: int, window: Window) -> Any:  # noqa: ANN401 - Spark has no types here
    """The counts of a DataFrame of steps as a DataFrame (item, other, bucket, count).

    `steps` has the columns person, arrival (its order within a person), item (a number below
    `size`) and bucket, all of them whole numbers. Nothing is collected on the driver.
    """

    def count(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415 - on the workers

        table = pa.Table.from_batches(list(batches), schema=schema)
        person, item, bucket = (
            table.column(name).to_numpy().astype(np.int32) for name in ("person", "item", "bucket")
        )
        # Numbered by what stands next to each other: people come whole, and in order.
        number = np.cumsum(np.diff(person, prepend=-1) != 0, dtype=np.int32)
        items = range(size)
        found = counted(Sequences.ordered(items, number, item, bucket), window)  # type: ignore[arg-type]
        row = np.repeat(np.arange(size, dtype=np.int32), np.diff(found.starts))
        columns = [row, found.other, found.bucket, found.count]
        yield pa.RecordBatch.from_arrays(
            [pa.array(column) for column in columns], ["item", "other", "bucket", "count"]
        )

    import pyarrow as pa  # noqa: PLC0415 - an extra

    schema = pa.schema([(name, pa.int64()) for name in ("person", "arrival", "item", "bucket")])
    typed = steps.selectExpr(*(f"cast({name} as long) {name}" for name in schema.names))
    whole = typed.repartition("person").sortWithinPartitions("person", "arrival")
    parts = whole.mapInArrow(count, _COUNTS)
    return parts.groupBy("item", "other", "bucket").sum("count").toDF(*_COUNTS.split()[::2])


def collected(frame: Any, size: int) -> Counts:  # noqa: ANN401 - see above
    """A DataFrame of counts as `Counts` of `size` products, on the driver."""
    rows = frame.orderBy("item", "other", "bucket").toArrow()
    item, other, bucket, count = (rows.column(name).to_numpy() for name in rows.column_names)
    starts = np.searchsorted(item, np.arange(size + 1)).astype(np.int64)
    return Counts(starts, other.astype(np.int32), bucket.astype(np.int32), count.astype(np.int64))
