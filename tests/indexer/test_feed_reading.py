"""Reading feed files: endings, encodings, quotes, long and broken lines."""

import gzip
from pathlib import Path

import pytest

from indexer.errors import FeedError
from indexer.feed import LONGEST_LINE, Format, Lines, Row, format_of, read


def rows_of(path: Path) -> list[Row]:
    with Lines(path) as lines:
        return list(read(lines, format_of(path)).rows)


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jsonl", Format.JSON_LINES),
        ("a.ndjson", Format.JSON_LINES),
        ("a.JSONL.GZ", Format.JSON_LINES),
        ("v1.2.csv", Format.CSV),
        ("a.csv.gz", Format.CSV),
        ("a.tsv", Format.TSV),
    ],
)
def test_the_ending_tells_the_format(name: str, expected: Format) -> None:
    assert format_of(Path(name)) is expected


@pytest.mark.parametrize("name", ["a.txt", "a.xlsx", "a", "a.gz", "csv"])
def test_an_unknown_ending_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(FeedError, match=r"\.jsonl、\.csv 或 \.tsv"):
        format_of(Path(name))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_marks_line_ends_and_packing_make_no_difference(
    mark: bytes, end: bytes, tmp_path: Path, *, last: bool, packed: bool
) -> None:
    table = mark + end.join(["编号,标题".encode(), b"", "1,手机".encode(), b'2,"a,b"'])
    objects = mark + end.join([b'{"a": 1}', b"", b"  ", b'{"a": 2}'])
    ending = end if last else b""
    pack = gzip.compress if packed else bytes
    suffix = ".gz" if packed else ""

    cells = rows_of(written(tmp_path, f"t.csv{suffix}", pack(table + ending)))
    values = rows_of(written(tmp_path, f"o.jsonl{suffix}", pack(objects + ending)))

    assert [(row.line, row.record) for row in cells] == [
        (3, {"编号": "1", "标题": "手机"}),
        (4, {"编号": "2", "标题": "a,b"}),
    ]
    assert [(row.line, row.record) for row in values] == [(1, {"a": 1}), (4, {"a": 2})]


def test_csv_quotes_hold_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "a.csv",
        'id,text\n1,"a,b"\n2,"说""好"""\n3,"第一行\r\n\r\n第三行"\n4,5" 屏\n5,""\n',
    )

    assert [(row.line, row.record and row.record["text"]) for row in rows_of(path)] == [
        (2, "a,b"),
        (3, '说"好"'),
        (4, "第一行\n\n第三行"),
        (7, '5" 屏'),
        (8, ""),
    ]


def test_a_stray_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 'id,text\n1,"open\n2,fine\n3,"a"b\n4,fine\n')

    rows = rows_of(path)

    assert [(row.line, row.record is None) for row in rows] == [
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]
    assert "引号" in rows[0].problem
    assert rows[0].raw == b'1,"open'


def test_a_stray_quote_does_not_swallow_a_large_file(tmp_path: Path) -> None:
    filler = "x" * 1000
    lines = ["id,text", '0,"open', *(f"{i},{filler}" for i in range(1, 3001))]

    rows = rows_of(written(tmp_path, "a.csv", "\n".join(lines)))

    assert len(rows) == 3001
    assert [row.line for row in rows if row.record is None] == [2]


def test_tsv_takes_quotes_off_and_leaves_them_alone_inside(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.tsv", 'id\ttext\n1\t"a ""b"" c"\n2\t"好"用\n3\t{"k": "v"}\n4\t"\n5\t5" 屏\n'
    )

    assert [row.record and row.record["text"] for row in rows_of(path)] == [
        'a "b" c',
        '"好"用',
        '{"k": "v"}',
        '"',
        '5" 屏',
    ]


def test_a_row_with_too_few_or_many_cells_is_told_apart(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "a.csv", "id,text\n1\n2,b,c\n,\n3,d\n"))

    assert [row.problem for row in rows] == [
        "有 1 列，列名有 2 个；两者要一样多。",
        "有 3 列，列名有 2 个；两者要一样多。",
        "",
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv", "a.jsonl.gz"])
def test_a_line_of_10_mb_is_told_apart_and_can_be_kept_whole(name: str, tmp_path: Path) -> None:
    long = b'{"id": "' + b"x" * 10_000_000 + b'"}'
    good = b'{"id":"2"}'
    content = b"\n".join([b"id", long, good, b""])
    path = written(tmp_path, name, gzip.compress(content) if name.endswith("gz") else content)
    kept = []

    with Lines(path) as lines:
        for row in read(lines, format_of(path)).rows:
            if row.record is None and row.rest:
                assert len(row.raw) <= LONGEST_LINE + 2
                kept.append((row.line, row.raw + b"".join(row.rest), row.problem))
            last = row

    assert [(line, raw == long) for line, raw, _ in kept] == [(2, True)]
    assert "1 MiB" in kept[0][2]
    assert last.line == 3
    assert last.record is not None


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_the_longest_line_is_read_and_one_byte_more_is_not(end: bytes, tmp_path: Path) -> None:
    def line(size: int) -> bytes:
        return b'{"a":"' + b"x" * (size - 8) + b'"}' + end

    fits = rows_of(written(tmp_path, "fits.jsonl", line(LONGEST_LINE)))
    long = rows_of(written(tmp_path, "long.jsonl", line(LONGEST_LINE + 1)))

    assert [row.record is not None for row in fits] == [True]
    assert [row.record is not None for row in long] == [False]


def test_a_broken_encoding_is_one_row_and_is_named(tmp_path: Path) -> None:
    good = '{"id": "1", "title": "手机"}'.encode()
    bad = b'{"id": "2", "title": "\xff\xfe"}'
    rows = rows_of(written(tmp_path, "a.jsonl", b"\n".join([good, bad, good])))

    assert [row.line for row in rows if row.record is None] == [2]
    assert "UTF-8" in rows[1].problem
    cells = rows_of(written(tmp_path, "a.csv", "id,标题\n1,好\n2,".encode() + b"\xff\n3,c\n"))
    assert [row.line for row in cells if row.record is None] == [3]


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        ("id,标题\n1,手机\n".encode("utf-16"), "UTF-16"),
        ("id,title\n1,phone\n".encode("utf-16-le"), "UTF-16"),
        (gzip.compress(b"id,title\n", mtime=0), r"以 \.gz 结尾"),
        (b"PK\x03\x04" + bytes(50), "另存为 CSV"),
        (b"", "空的"),
        (b"\n\n", "空的"),
        (b"id,title,id\n", "列名重复：id"),
        (b'id,"title\n', "列名读不出来"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_the_cure(
    content: bytes, cure: str, tmp_path: Path
) -> None:
    with pytest.raises(FeedError, match=cure):
        rows_of(written(tmp_path, "a.csv", content))


@pytest.mark.parametrize("cut", [10, 100, -4])
def test_a_torn_gzip_file_is_an_error(cut: int, tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b'{"id": "%d"}\n' % i for i in range(1000)))

    with pytest.raises(FeedError, match="不完整或已损坏"):
        rows_of(written(tmp_path, "a.jsonl.gz", whole[:cut]))


def test_a_plain_file_named_gz_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="不是 gzip"):
        rows_of(written(tmp_path, "a.jsonl.gz", b'{"id": 1}\n'))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="打不开"):
        rows_of(tmp_path / "no.jsonl")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[1, 2]", "JSON 对象"),
        ("[{", "JSON 数组"),
        ('"text"', "JSON 对象"),
        ("{", "不是合法的 JSON"),
        ('{"a": 1,}', "不是合法的 JSON"),
        ("{'a': 1}", "不是合法的 JSON"),
        ("[" * 100_000, "JSON 数组"),
        ('{"a":' * 5000, "不是合法的 JSON"),
        ('{"a": ' + "9" * 10_000 + "}", ""),
    ],
)
def test_a_line_that_is_no_object_is_told_apart(line: str, problem: str, tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "a.jsonl", line + '\n{"id": "good"}\n'))

    assert problem in rows[0].problem
    assert rows[1].record == {"id": "good"}
