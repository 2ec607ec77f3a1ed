"""The result page. What it shows is decided in `query`."""

from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from query.form import SearchForm
from query.page import SearchPage
from web.context import metrics, services
from web.recording import searched
from web.shop.advice import Advice, advice
from web.shop.cards import card_of, trails_of
from web.shop.categories import CategoryHead
from web.shop.links import SORT_LABELS, Links, typed_prices
from web.shop.picks import dismissed
from web.shop.slider import HEIGHT, PriceSlider
from web.shop.variants import variant_of
from web.shop.window import shop_window
from web.visitor import visitor
from web.whose import whose

__all__ = ["answered", "found", "views"]

views = Blueprint("shop", __name__)


@views.get("/search")
def search() -> Response:
    """Results, or everything where nothing is asked; only what changes, where a script asks."""
    form = SearchForm.from_args(request.args.items(multi=True))
    typed = typed_prices(request.args, form.prices)
    if typed is not None:
        form = replace(form, prices=typed, page=1)
    if typed is not None and not _asked_by_script():
        return redirect(form.address())
    return answered(form, found(form))


def found(form: SearchForm) -> SearchPage:
    """The page of a search, counted."""
    page = services().search.search(replace(form, who=whose()))
    metrics().searched(page, counter="page")
    searched(form, page, counter="page")
    return page


def answered(form: SearchForm, page: SearchPage) -> Response:
    """A page of results, or the parts of it that a script asks for."""
    shop = services()
    links = Links(form, page)
    price = next((facet for facet in page.facets if facet.key == "price"), None)
    partly = _asked_by_script()
    # Who has not agreed is given no number of a search.
    trails = trails_of(page) if visitor().session else [""] * len(page.hits)
    out = dismissed()
    response = make_response(
        render_template(
            "result/part.html" if partly else "search.html",
            page=page,
            form=form,
            links=links,
            category=CategoryHead.of(links, shop.search),
            sorts=SORT_LABELS,
            cards=[
                card_of(
                    hit,
                    variant_of(hit, links.form, shop.attributes),
                    trail,
                    dismissed=hit.id in out,
                )
                for hit, trail in zip(page.hits, trails, strict=True)
            ],
            slider=price and PriceSlider.of(price, links.only_price),
            height=HEIGHT,
            advice=None if page.total else _advice(links.form, page),
        )
    )
    response.vary.add("HX-Request")
    if partly:
        response.headers["HX-Push-Url"] = links.canonical
    return response


def _advice(form: SearchForm, page: SearchPage) -> Advice:
    return advice(services().search, form, page, shop_window().departments)


def _asked_by_script() -> bool:
    """Whether htmx asks for what changes; for going back in history it asks for the whole page."""
    asked = request.headers
    return "HX-Request" in asked and "HX-History-Restore-Request" not in asked
