"""Tables as Chinese office programs save them are read; nothing is ever read as nonsense."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.commands import main
from indexer.errors import FeedError
from indexer.feed import Lines, Row, format_of, read

# Characters of everyday text: those of GB2312.
HAN = [bytes((first, second)).decode("gb2312") for first in (0xB0, 0xC1, 0xD6, 0xE5)
       for second in range(0xA1, 0xFA)]  # fmt: skip


def rows_of(path: Path) -> list[Row]:
    with Lines(path) as lines:
        return list(read(lines, format_of(path)).rows)


def records(path: Path) -> list[dict[str, str] | None]:
    return [row.record for row in rows_of(path)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312"])
@pytest.mark.parametrize(
    "table",
    [
        "编号,标题\r\n1,手机\r\n2,电视机\r\n",
        "id,title\n1,酒",
        'id,title\n1,"第一行，\n第二行"\n2,"a,""好"""\n',
        "id,title\n" + "".join(f"{n},phone {n}\n" for n in range(9000)) + "x,连衣裙\n",
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz"])
def test_a_table_says_the_same_in_every_encoding(
    name: str, table: str, encoding: str, tmp_path: Path
) -> None:
    if name == "a.tsv":
        table = "\n".join(line.replace(",", "\t", 1) for line in table.splitlines())
    pack = gzip.compress if name.endswith("gz") else bytes
    plain, other = tmp_path / f"plain-{name}", tmp_path / name
    plain.write_bytes(pack(table.encode()))
    other.write_bytes(pack(table.encode(encoding)))
    assert records(other) == records(plain)


def test_all_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "编号,标题\n1,大红囍字剪纸窗花 120㎡ €9 😀 𠮷野家的牛肉盖饭 朱鎔基讲话实录\n".encode(
            "gb18030"
        )
    )
    assert records(path) == [
        {"编号": "1", "标题": "大红囍字剪纸窗花 120㎡ €9 😀 𠮷野家的牛肉盖饭 朱鎔基讲话实录"}
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(HAN + list("aZ9 -."), min_size=1, max_size=12), min_size=1, max_size=6)
)
def test_any_everyday_text_comes_back(texts: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("商品编号\n" + "\n".join(f"x{text}" for text in texts)).encode("gbk"))
    assert records(path) == [{"商品编号": f"x{text}"} for text in texts]


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "latin-1"])
def test_what_is_in_another_encoding_is_not_read_as_nonsense(encoding: str, tmp_path: Path) -> None:
    words = {
        "big5": ["商品標題", "蘋果手機 旗艦店", "無線藍牙耳機", "純棉連衣裙 夏季"],
        "shift_jis": ["商品名", "ワイヤレスイヤホン", "綿のワンピース", "掃除機 コードレス"],
        "latin-1": ["prénom", "Café naïve", "Müller Straße", "señorita"],
    }[encoding]
    path = tmp_path / "a.csv"
    for heading in (["title", *words], words):
        path.write_bytes("\n".join(heading).encode(encoding))
        try:
            found = rows_of(path)
        except FeedError as error:
            assert error.location == f"{path}:1"  # noqa: PT017 - one of two good ends
        else:
            assert all(row.record is None and "不是 UTF-8" in row.problem for row in found)


def test_a_broken_line_does_not_make_a_utf_8_file_another(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for broken in (b"\xff", "手机".encode("gbk"), "手".encode()[:2]):
        path.write_bytes("编号,标题\n1,好酒\n".encode() + b"2," + broken + "\n3,茶叶\n".encode())
        assert records(path) == [{"编号": "1", "标题": "好酒"}, None, {"编号": "3", "标题": "茶叶"}]


@pytest.mark.parametrize(
    ("late", "why"),
    [("手机".encode(), "这一行是 UTF-8"), (b"\xff\xff", "不是 GB18030（GBK），也不是 UTF-8")],
)
def test_where_a_guess_proves_wrong_the_file_is_refused(
    late: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    good = "编号,标题\n" + "1,纯棉连衣裙\n" * 10_000
    path.write_bytes(good.encode("gbk") + b"2," + late + b"\n")
    with pytest.raises(FeedError, match=why) as caught:
        rows_of(path)
    assert caught.value.location == f"{path}:10002"


def imported(data: Path, *arguments: object) -> Result:
    command = ["import", "products", *map(str, arguments), "--no-apply", "--data", str(data)]
    return CliRunner().invoke(main, command)


def test_the_import_says_how_it_reads_a_table(tmp_path: Path) -> None:
    path, data = tmp_path / "货.csv", tmp_path / "var"
    path.write_bytes("id,title,price\n1,连衣裙,9\n2,裤子,贵\n".encode("gbk"))
    result = imported(data, path)
    assert result.exit_code == 3
    assert f"{path}: 不是 UTF-8，按 GB18030（GBK）读。" in result.stderr
    assert f"{path}:3: price: " in result.stderr
    assert "新增 1" in result.stdout
    assert "连衣裙" in CliRunner().invoke(main, ["export", "products", "--data", str(data)]).stdout
    # What was rejected is kept as it stood, and can be mended and imported.
    (kept,) = (data / "rejects").iterdir()
    assert kept.read_bytes().decode("gbk").splitlines() == ["id,title,price", "2,裤子,贵"]
    kept.write_bytes(kept.read_bytes().replace("贵".encode("gbk"), b"8"))
    assert imported(data, kept).exit_code == 0


def test_json_lines_are_utf_8_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"id": "1", "title": "连衣裙", "price": 1}\n'.encode("gbk"))
    result = imported(tmp_path / "var", path)
    assert result.exit_code == 1
    assert "JSON Lines 只能是 UTF-8" in result.stderr


@pytest.mark.parametrize("name", ["货.xlsx", "货.XLS", "货.et"])
def test_a_spreadsheet_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04")
    result = imported(tmp_path / "var", path)
    assert result.exit_code == 1
    assert "另存为 CSV" in result.stderr
