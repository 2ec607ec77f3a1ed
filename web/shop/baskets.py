"""The basket's page, and the forms that change it. Nothing can be ordered here."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, abort, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.catalog import DocumentId, Fen, Product
from indexer.errors import InvalidRequestError
from query.places import product_address
from web.basket import MOST_OF_ONE, Line, basket, keep, with_line
from web.context import services
from web.recording import carted
from web.said import quoted, say
from web.shop.offers import Offer, offer_of
from web.shop.picks import beside
from web.shop.variants import sku_label
from web.shop.views import views
from web.wishes import unasked

__all__ = ["install"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line as the page shows it. `most`: pieces that can be had, 0 where it is sold out."""

    line: Line
    product: Product
    offer: Offer
    label: str
    most: int

    @property
    def address(self) -> str:
        """The page of the variant."""
        sku = self.line.sku
        return product_address(self.product.id) + (f"?sku={quote(sku, safe='')}" if sku else "")

    @property
    def total(self) -> Fen:
        """What can be had of it, in fen."""
        return Fen(self.offer.price * min(self.line.quantity, self.most))


def install(app: Flask) -> None:
    """Have every page know how many pieces are in the basket."""
    app.jinja_env.globals["in_basket"] = lambda: sum(line.quantity for line in basket())


@views.get("/basket")
def show() -> Response:
    """What is in it, what that costs, and what goes with it; what is no longer sold drops out."""
    kept = basket()
    lines = _shown(kept)
    response = make_response(
        render_template(
            "basket.html",
            lines=lines,
            gone=len(kept) - len(lines),
            total=sum(line.total for line in lines),
            pieces=sum(min(line.line.quantity, line.most) for line in lines),
            beside=beside([str(line.product.id) for line in lines]),
        )
    )
    if len(lines) < len(kept):
        keep(response, [shown.line for shown in lines])
    return response


@views.post("/basket")
def add() -> Response:
    """Put `quantity` pieces of a `product`, of its `sku`, beside those that are there.

    A page that is open is told how many pieces there are then; without scripts it leads to them.
    """
    unasked()
    asked = Line(request.form.get("product", ""), request.form.get("sku", ""), _quantity(least=1))
    product, offer = _offered(asked)
    most = _most(offer)
    if not most:
        raise InvalidRequestError("product", "这一款缺货，现在买不了。")
    lines = basket()
    there = next((line.quantity for line in lines if line[:2] == asked[:2]), 0)
    changed = with_line(lines, asked._replace(quantity=min(there + asked.quantity, most)))
    script = request.headers.get("Sec-Fetch-Dest") == "empty"
    if script:
        response: Response = jsonify(pieces=sum(line.quantity for line in changed))
    else:
        say("已放进购物车。")
        response = redirect("/basket", 303)
    keep(response, changed)
    carted(str(product.id), asked.quantity, offer.price)
    return response


@views.post("/basket/line")
def change() -> Response:
    """Have a line be of `quantity` pieces, or of `step` more; with `remove` or of none it goes.

    What went can be taken back on the next page.
    """
    unasked()
    lines = basket()
    wanted = request.form.get("product", ""), request.form.get("sku", "")
    at = next((i for i, line in enumerate(lines) if line[:2] == wanted), None)
    if at is None:  # changed in another window
        return redirect("/basket", 303)
    line = lines[at]
    product, offer = _offered(line)
    step = {"1": 1, "-1": -1}.get(request.form.get("step", ""), 0)
    asked = line.quantity + step if step else _quantity(least=0)
    quantity = 0 if "remove" in request.form else min(asked, max(1, _most(offer)))
    changed = with_line(lines, line._replace(quantity=quantity))
    if not quantity:
        say(f"拿掉了{quoted(product.title)}。", "/basket", **line._asdict())
    response = redirect(f"/basket#line-{at + 1}" if quantity else "/basket", 303)
    keep(response, changed)
    return response


def _offered(line: Line) -> tuple[Product, Offer]:
    """What a line is of; 404 where it is not sold."""
    product = services().product(line.product)
    if product is None:
        abort(404)
    offer = offer_of(product, line.sku)
    if (offer.sku.id if offer.sku else "") != line.sku:
        raise InvalidRequestError("sku", "没有这一款，请在商品页上重新选。")
    return product, offer


def _shown(lines: Sequence[Line]) -> list[Shown]:
    there = services().shop.store.products.get([DocumentId(line.product) for line in lines])
    shown = []
    for line in lines:
        product = there.get(DocumentId(line.product))
        offer = product and offer_of(product, line.sku)
        if not product or not offer or (offer.sku.id if offer.sku else "") != line.sku:
            continue
        attributes = offer.sku.attributes if offer.sku else {}
        label = sku_label({name: "、".join(map(str, own)) for name, own in attributes.items()})
        shown.append(Shown(line=line, product=product, offer=offer, label=label, most=_most(offer)))
    return shown


def _most(offer: Offer) -> int:
    return MOST_OF_ONE if offer.stock is None else min(offer.stock, MOST_OF_ONE)


def _quantity(*, least: int) -> int:
    text = request.form.get("quantity", "1").strip()
    if text.isascii() and text.isdigit() and least <= int(text[:4]) <= MOST_OF_ONE:
        return int(text[:4])
    raise InvalidRequestError("quantity", f"数量请给 {least} 到 {MOST_OF_ONE} 的整数")
