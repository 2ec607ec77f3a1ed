"""Whatever a file holds, reading it ends in rows and refusals, never in a crash."""

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import FeedError
from indexer.feed import (
    PRODUCT_FEED,
    Columns,
    Lines,
    MappingError,
    RowError,
    format_of,
    read,
)

# Bytes that mean something to one of the formats, and some that mean nothing to any.
pieces = st.sampled_from(
    [
        *(b'"', b'""', b",", b"\t", b"\n", b"\r\n", b"\r", b"\x00", b"{", b"}", b"[", b":", b"|"),
        *(b'{"id": 1, "title": "T", "price": 1}', b"id,title,price", b"id\ttitle\tprice"),
        *(b"1,T,2", "商品".encode(), "商品".encode("gbk"), b"\xff", b"\xef\xbb\xbf", b"NaN", b"-1"),
    ]
)
contents = st.lists(pieces | st.binary(max_size=4), max_size=40).map(b"".join)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv", "a.csv.gz"])
@given(content=contents)
def test_any_bytes_are_rows_or_refusals(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    columns = Columns(PRODUCT_FEED.fields, {}, {})
    last = 0
    with suppress(FeedError, MappingError), Lines(path) as lines:
        rows = read(lines, format_of(path))
        for row in rows.rows:
            assert row.line > last
            last = row.line
            with suppress(RowError):
                mapped = columns.apply(row.readable(), table=rows.columns is not None)
                list(PRODUCT_FEED.documents(mapped, lambda _: None))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([*PRODUCT_FEED.patch_fields, "other"]), json_values))
def test_any_json_values_are_a_product_or_a_refusal(record: dict[str, object]) -> None:
    for partial in (False, True):
        fields = PRODUCT_FEED.patch_fields if partial else PRODUCT_FEED.fields
        with suppress(RowError):
            mapped = Columns(fields, {}, {}).apply({"id": "A", **record}, table=False)
            if partial:
                PRODUCT_FEED.patch(mapped)
            else:
                list(PRODUCT_FEED.documents(mapped, lambda _: None))
