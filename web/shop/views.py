"""The result page and the product page. What they show is decided in `query`."""

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from query.form import SearchForm
from web.caching import tagged
from web.context import metrics, services
from web.shop.advice import advice
from web.shop.cards import card_of
from web.shop.links import SORT_LABELS, Links, typed_prices
from web.shop.slider import HEIGHT, PriceSlider
from web.shop.variants import sku_columns, stock_of, variant_of

__all__ = ["views"]

views = Blueprint("shop", __name__)

_SIMILAR = 6


@views.get("/")
@views.get("/search")
def search() -> Response:
    """Results, or everything where nothing is asked; only what changes, where a script asks."""
    form = SearchForm.from_args(request.args.items(multi=True))
    typed = typed_prices(request.args, form.prices)
    if typed is not None:
        form = replace(form, prices=typed, page=1)
    partly = _asked_by_script()
    if typed is not None and not partly:
        return redirect(form.address())
    shop = services()
    page = shop.search.search(form)
    metrics().searched(page, counter="page")
    links = Links(form, page)
    price = next((facet for facet in page.facets if facet.key == "price"), None)
    response = make_response(
        render_template(
            "result/part.html" if partly else "search.html",
            page=page,
            form=form,
            links=links,
            sorts=SORT_LABELS,
            cards=[card_of(hit, variant_of(hit, links.form, shop.attributes)) for hit in page.hits],
            slider=price and PriceSlider.of(price, links.only_price),
            height=HEIGHT,
            advice=None if page.total else advice(shop.search, links.form, page),
        )
    )
    response.vary.add("HX-Request")
    if partly:
        response.headers["HX-Push-Url"] = links.canonical
    return response


def _asked_by_script() -> bool:
    """Whether htmx asks for what changes; for going back in history it asks for the whole page."""
    asked = request.headers
    return "HX-Request" in asked and "HX-History-Restore-Request" not in asked


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
