"""The commands of `python -m query`: search and evaluate, by the same service as the pages."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.bootstrap import compared
from indexer.catalog import yuan
from indexer.commandline import ShopGroup, with_shop
from indexer.errors import FeedError, InvalidRequestError, XunhuoError
from indexer.shop import Shop
from query.baselines import BASELINES, baseline
from query.evaluate import MEASURES, Evaluation, evaluated, judgements
from query.form import MAX_SIZE, SearchForm
from query.lexicon.commands import vocabulary
from query.log.commands import log
from query.page import SearchPage
from query.search import SearchService
from query.service import search_service
from query.suggest.commands import suggest, suggestions
from query.synonyms.commands import synonyms
from query.understanding.commands import explain, parse

__all__ = ["main"]

_NOTHING = "没有找到。换个更短或更常见的说法再试，比如只写品类名；店里有没有商品：indexer status。"
_FILTERED = "没有商品同时符合这些条件。去掉一个 --filter 或放宽 price 再试。"


@click.group(cls=ShopGroup)
def main() -> None:
    """搜索与评测。"""


for command in (log, suggest, suggestions, parse, explain, vocabulary, synonyms):
    main.add_command(command)


@main.command()
@click.argument("text", required=False)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="一行一个查询的文件；- 为标准输入",
)
@click.option(
    "--top",
    default=10,
    show_default=True,
    type=click.IntRange(1, MAX_SIZE),
    help="每个查询列出几件",
)
@click.option("--json", "as_json", is_flag=True, help="整页结果，接口的 JSON 格式")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="KEY=值",
    help="筛选，可多次，如 --filter 颜色=黑色 --filter price=1000-2000",
)
@click.option("--sort", help="排序：price_asc price_desc sales_desc rating_desc newest value")
@with_shop
def search(  # noqa: PLR0913 - one parameter an option
    shop: Shop,
    text: str | None,
    batch: str | None,
    top: int,
    *,
    as_json: bool,
    filters: Sequence[str],
    sort: str | None,
) -> None:
    """搜索 TEXT，或用 --batch 搜索文件中的每一行。"""
    if (text is None) == (batch is None):
        raise click.UsageError("请给出一个查询，或用 --batch 给出文件，两者取一")
    choices = _args(top, filters, sort)
    service = search_service(shop)
    if batch is not None:
        with click.open_file(batch, encoding="utf-8-sig") as lines:
            for page in _searched(service, lines, batch, choices):
                hits = [{"id": hit.id, "score": hit.score} for hit in page.hits]
                click.echo(orjson.dumps({"query": page.query, "hits": hits, "total": page.total}))
        return
    page = service.search(SearchForm.from_args([("q", text or ""), *choices]))
    if as_json:
        click.echo(orjson.dumps(page.to_json(), option=orjson.OPT_INDENT_2))
        return
    console = Console()
    console.print(f"“{page.query}” 共 {page.total} 件，用时 {page.took_ms:.1f} 毫秒", markup=False)
    for notice in page.notices:
        console.print(notice.text, markup=False)
    if not page.hits:
        console.print(_FILTERED if filters else _NOTHING, markup=False)
        return
    table = Table("编号", "商品", "品牌", "价格", "款", "得分")
    for hit in page.hits:
        fits = hit.sku or "" if hit.fits else "没有一款同时符合"
        price = f"{yuan(hit.price):.2f}"
        # As text: a title in brackets is no markup.
        cells = (hit.id, hit.title, hit.record.get("brand", ""), price, fits, f"{hit.score:.3f}")
        table.add_row(*map(Text, cells))
    console.print(table)


@main.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="JUDGEMENTS"
)
@click.option(
    "--baseline", "rival", type=click.Choice(sorted(BASELINES)), help="同一次运行里比较的基线"
)
@click.option("--metrics", help=f"逗号分隔，可用：{','.join(MEASURES)}")
@click.option(
    "--filters",
    type=click.Choice(["on", "off"]),
    default="on",
    show_default=True,
    help="off：只搜字词",
)
@with_shop
def evaluate(shop: Shop, file: Path, rival: str | None, metrics: str | None, filters: str) -> None:
    """用评判文件（查询<TAB>商品编号<TAB>等级 0–3）测量搜索质量。"""
    measures = _measures(metrics)
    service = search_service(shop)
    try:
        with file.open(encoding="utf-8-sig") as lines:
            judged = judgements(lines, file.name)
    except UnicodeDecodeError as error:
        raise FeedError(file.name, "", "不是 UTF-8 编码") from error

    def ours(text: str, depth: int) -> list[str]:
        page = service.search(SearchForm(text=text, size=depth, raw=filters == "off"))
        return [hit.id for hit in page.hits]

    result = evaluated(judged, ours, measures)
    other: Evaluation | None = None
    if rival is not None:
        products = (c.document for c in shop.store.products.all() if c.document is not None)
        other = evaluated(judged, baseline(rival, shop.analyzer, products), measures)
    _print(result, other, rival, measures)


def _searched(
    service: SearchService, lines: Iterable[str], name: str, choices: Sequence[tuple[str, str]]
) -> Iterator[SearchPage]:
    """A page a line, in order; raises FeedError naming the line that cannot be searched."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):  # noqa: B007 - also told of a line that ends it
            form = SearchForm.from_args([("q", line.rstrip("\r\n")), *choices])
            yield service.search(form)
    except InvalidRequestError as error:
        raise FeedError(f"{name}:{number}", error.field, str(error)) from error
    except UnicodeDecodeError as error:
        raise FeedError(f"{name}:{number + 1}", "", "不是 UTF-8 编码") from error


def _args(top: int, filters: Iterable[str], sort: str | None) -> list[tuple[str, str]]:
    args = [("size", str(top)), ("sort", sort or "")]
    for choice in filters:
        key, equals, value = choice.partition("=")
        if not equals or not key or not value:
            raise click.UsageError(f"--filter {choice}：请写成 KEY=值")
        args.append((key if key == "price" else f"f.{key}", value))
    return args


def _measures(metrics: str | None) -> list[str]:
    names = list(MEASURES) if metrics is None else [name.strip() for name in metrics.split(",")]
    by_fold = {name.lower(): name for name in MEASURES}
    unknown = [name for name in names if name.lower() not in by_fold]
    if unknown:
        raise click.UsageError(f"没有指标 {unknown[0]}，可用：{'、'.join(MEASURES)}")
    return [by_fold[name.lower()] for name in names]


def _print(
    ours: Evaluation, theirs: Evaluation | None, rival: str | None, measures: Sequence[str]
) -> None:
    queries = len(ours.values[measures[0]])
    if not queries:
        raise XunhuoError("评判文件里没有等级大于 0 的查询")
    columns = ["指标", "寻货"]
    if theirs is not None:
        columns += [rival or "", "差", "95% 区间"]
    table = Table(*columns, title=f"{queries} 个查询")
    for name in measures:
        row = [name, f"{ours.mean(name):.4f}"]
        if theirs is not None:
            found = compared(ours.values[name], theirs.values[name])
            row += [
                f"{theirs.mean(name):.4f}",
                f"{found.difference:+.4f}",
                f"[{found.low:+.4f}, {found.high:+.4f}]",
            ]
        table.add_row(*row)
    Console().print(table)
