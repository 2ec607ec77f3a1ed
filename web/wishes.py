"""What shoppers say of their own lists: not this one, not in my order, forget me."""

from collections.abc import Mapping

from flask import Blueprint, Flask, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.errors import InvalidRequestError
from recsys import Who
from web.context import services
from web.forgetting import forgotten
from web.problems import NeedsKeyError
from web.said import quoted, said, say
from web.visitor import COOKIE, from_our_pages, local, visitor
from web.whose import PERSONAL, is_switched_off

__all__ = ["install", "unasked"]

_KEPT_SECONDS = 180 * 24 * 3600  # as long as the answer to the question
_COUNTED = {
    "events": "浏览和点击",
    "searches": "搜索",
    "query_counts": "搜索词的计数",
    "dismissals": "不感兴趣的商品",
}

views = Blueprint("wishes", __name__)


def install(app: Flask) -> None:
    """Take the wishes, and have the pages know of them."""
    app.jinja_env.globals["said"] = said
    app.jinja_env.globals["is_switched_off"] = is_switched_off
    app.jinja_env.globals["unwanted"] = _unwanted
    app.register_blueprint(views)


def unasked() -> None:
    """Refuse a form that none of our own pages sent."""
    if not from_our_pages():
        raise NeedsKeyError("Origin", "请在本店的页面上操作。")


@views.post("/dismiss")
def dismiss() -> Response:
    """`answer=no`: the person does not want to see `product`; `answer=back` takes it back.

    A page that is open is told 204; without scripts it leads back to the local address `next`.
    """
    unasked()
    session = visitor().session
    if session is None:
        abort(403, "同意记录以后，才记得住不感兴趣的商品：请到隐私设置里选。")
    product, answer = request.form.get("product", ""), request.form.get("answer", "")
    if answer not in ("no", "back"):
        raise InvalidRequestError("answer", "请选 no 或 back。")
    there = services().product(product)
    shop, who = services(), Who(None, (session,))
    if answer == "back":
        shop.personal.histories.allow(who, product)
    elif there is None:
        abort(404)
    else:
        shop.personal.histories.dismiss(who, product, shop.now())
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return make_response("", 204)
    name = quoted(there.title) if there else product
    if answer == "no":
        say(f"记下了：{name} 会排到后面，也不再推荐。", "/dismiss", product=product, answer="back")
    else:
        say(f"{name} 恢复原样了。")
    return redirect(local(request.form.get("next", "")), 303)


@views.post("/personal")
def switch() -> Response:
    """`answer=on|off`: whether hits are put in order by what this browser looked at."""
    unasked()
    answer = request.form.get("answer", "")
    if answer not in ("on", "off"):
        raise InvalidRequestError("answer", "请选 on 或 off。")
    response = redirect("/consent#personal", 303)
    if answer == "on":
        response.delete_cookie(PERSONAL)
    else:
        response.set_cookie(
            PERSONAL,
            answer,
            max_age=_KEPT_SECONDS,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


@views.post("/forget")
def forget() -> Response:
    """Remove all that is known of this browser, and its number with it; the page is the receipt."""
    unasked()
    session = visitor().session
    shop = services()
    removed: Mapping[str, int] = {}
    if session is not None:
        removed = forgotten(shop.events, shop.log, shop.journal.folder, session)
        # Its file has the number too: it goes with the next look of the mover.
        shop.journal.seal()
    receipt = [(name, removed.get(table, 0)) for table, name in _COUNTED.items()]
    response = make_response(render_template("forgotten.html", receipt=receipt))
    response.delete_cookie(COOKIE)
    return response


def _unwanted() -> list[tuple[str, str]]:
    """(id, title) of what the visitor dismissed, for the page that takes it back."""
    session = visitor().session
    if session is None:
        return []
    found = services().personal.histories.dismissed(Who(None, (session,)))
    there = services().shop.store.products.get(sorted(found))
    return sorted((str(id_), product.title) for id_, product in there.items())
