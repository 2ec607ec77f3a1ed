"""The home page, the categories and the products."""

from dataclasses import replace
from urllib.parse import urlsplit

from flask import abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from query.form import SearchForm
from query.places import form_address, trail_of
from web.caching import tagged
from web.context import services
from web.recording import viewed
from web.shop.linked_data import breadcrumbs, product_data
from web.shop.offers import axes_of, offer_of
from web.shop.picks import alike, beside, for_you
from web.shop.variants import sku_columns
from web.shop.views import answered, found, views
from web.shop.window import shop_window

__all__ = ["views"]


@views.get("/")
def home() -> str:
    """The departments, what is asked for often, and some products worth seeing.

    The window is everybody's; before it stands what a person may like, who agreed.
    """
    window = shop_window()
    if not window.shelves:
        return render_template("empty.html")
    return render_template("home.html", window=window, for_you=for_you())


@views.get("/c/<path:path>")
def category(path: str) -> Response:
    """Everything in a category, with what is below it. Narrowed further it is a search."""
    levels = [level.strip() for level in path.split("/") if level.strip()]
    if not levels:
        abort(404)
    asked, path = path, "/".join(levels)
    form = SearchForm.from_args(request.args.items(multi=True))
    form = replace(form, chosen={**form.chosen, "category": (path,)})
    address = form_address(form)
    if path != asked or not address.startswith("/c/"):
        return redirect(address)
    page = found(form)
    if not page.total:  # a category is what products are in
        abort(404)
    return answered(form, page)


@views.get("/p/<product:product_id>")
def product(product_id: str) -> Response:
    """One product; `sku` names the variant to show, any other value the usual one."""
    shop = services()
    there = shop.product(product_id)
    if there is None:
        abort(404)
    viewed(product_id)
    trail = trail_of(there.category)
    offer = offer_of(there, request.args.get("sku", ""))
    together = beside([product_id])
    html = render_template(
        "product.html",
        product=there,
        record=there.to_record(),
        offer=offer,
        axes=axes_of(there, offer.sku),
        columns=sku_columns(there),
        alike=alike(product_id, [hit.id for hit in together]),
        beside=together,
        trail=trail,
        back=_results_before(),
        data=[product_data(there), *([breadcrumbs(trail)] if trail else [])],
    )
    return tagged(make_response(html))


def _results_before() -> str | None:
    """The page of results that led here, by our own Referer."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:
        return None
    ours = before.path == "/search" or before.path.startswith("/c/")
    if before.netloc != request.host or not ours:
        return None
    return f"{before.path}?{before.query}" if before.query else before.path
