"""The result page and the product page. What they show is decided in `query`."""

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from query.form import SearchForm
from web.caching import tagged
from web.context import metrics, services
from web.shop.links import SORT_LABELS, Links, typed_prices
from web.shop.variants import sku_columns, stock_of, variant_of

__all__ = ["views"]

views = Blueprint("shop", __name__)

_SIMILAR = 6


@views.get("/")
@views.get("/search")
def search() -> str | Response:
    """Results, or everything where nothing is asked."""
    form = SearchForm.from_args(request.args.items(multi=True))
    prices = typed_prices(request.args)
    if prices is not None:
        return redirect(replace(form, prices=prices, page=1).address())
    shop = services()
    page = shop.search.search(form)
    metrics().searched(page, counter="page")
    links = Links(form, page)
    return render_template(
        "search.html",
        page=page,
        form=form,
        links=links,
        sorts=SORT_LABELS,
        variants={hit.id: variant_of(hit, links.form, shop.attributes) for hit in page.hits},
    )


@views.get("/p/<product:product_id>")
def product(product_id: str) -> Response:
    """One product with its variants."""
    shop = services()
    found = shop.product(product_id)
    if found is None:
        abort(404)
    html = render_template(
        "product.html",
        product=found,
        record=found.to_record(),
        columns=sku_columns(found),
        stock=stock_of(found),
        similar=shop.search.similar(product_id, limit=_SIMILAR),
        back=_results_before(),
    )
    return tagged(make_response(html))


def _results_before() -> str:
    """The result page that led here, by our own Referer; the home page otherwise."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:
        return "/"
    if before.netloc != request.host or before.path not in ("/", "/search"):
        return "/"
    return f"{before.path}?{before.query}" if before.query else before.path
