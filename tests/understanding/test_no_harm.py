"""Queries that need nothing done stay as they are; what the listing calls a claim is one."""

from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from query.lexicon.building import built
from query.understanding.parser import Understanding
from tests.relevance.data import missing
from tests.understanding.no_harm import QUERIES, demo_goods, main, noted, queries_of

_SEEN = 10_000


@pytest.mark.relevance
@pytest.mark.skipif(bool(missing("zh-queries-taobao")), reason=missing("zh-queries-taobao"))
def test_real_queries_are_hardly_ever_corrected() -> None:
    """0.16 % were, of 100,000, and 96 of 100 of those rightly, read by eye."""
    goods = list(demo_goods())
    understanding = Understanding(built(lambda: goods, Attributes.shipped()), Analyzer())
    corrected = [
        query
        for query in islice(queries_of(QUERIES), _SEEN)
        if "corrections" in noted(understanding.parse(query))
    ]
    assert len(corrected) <= 0.003 * _SEEN, corrected


def test_claims_are_listed_by_their_kind(tmp_path: Path) -> None:
    (tmp_path / "queries").write_text(
        "花为手机\n無線耳機\n手机\n300元以内耳机\n羽绒服 不要白色\n洗衣液 不要薰衣草\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, [str(tmp_path / "out"), "--queries", str(tmp_path / "queries")])
    assert done.exit_code == 0, done.output
    assert "6 queries" in done.output
    listed = {
        file.stem: [line.split("\t")[0] for line in file.read_text("utf-8").splitlines()]
        for file in (tmp_path / "out").iterdir()
    }
    assert listed == {
        "corrections": ["花为手机"],
        "scripts": ["無線耳機"],
        "prices": ["300元以内耳机"],
        "exclusions": ["羽绒服 不要白色"],
        "refused": ["洗衣液 不要薰衣草"],
    }


def test_a_catalogue_of_feeds_is_what_queries_are_read_by(tmp_path: Path) -> None:
    (tmp_path / "queries").write_text("花为手机\n无线子母电话\n", encoding="utf-8")
    (tmp_path / "goods.jsonl").write_text(
        '{"id": "1", "title": "华为手机 花为", "brand": "华为", "category": "手机", "price": 9}\n{"id": 2}\n',
        encoding="utf-8",
    )
    options = ["--queries", str(tmp_path / "queries"), "--catalogue", str(tmp_path / "goods.jsonl")]
    done = CliRunner().invoke(main, [str(tmp_path / "out"), *options])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "corrections.tsv").read_text("utf-8") == ""  # a title says 花为
