"""Whatever stands in the address of a result page: an answer, never a server error."""

from urllib.parse import quote, quote_from_bytes

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.reading import read

SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

NAMES = st.sampled_from((
    "q", "page", "size", "sort", "price", "price_low", "price_high", "drop", "raw", "f.brand",
    "f.category", "f.tags", "f.颜色", "f.color", "f.机身存储", "f.", "f.price", "F.brand", "user",
    "explain", "",
))  # fmt: skip
MEANT = st.sampled_from((
    "毛巾", "华为手机 256G", "三利", "手机数码/手机", "256 g", "20-30", "-", "30-", "-5", "9.9.9-", "1e9",
    "0", "1", "2", "48", "200", "201", "99999", "price_asc", "newest", "popularity", "相关度",
))  # fmt: skip
BYTES = st.binary(max_size=12).map(quote_from_bytes) | st.binary(max_size=6).map(
    lambda raw: raw.decode("latin-1").replace("#", "").replace(" ", "+")
)
TEXTS = st.text(max_size=12).map(lambda text: quote(text.encode("utf-8", "surrogatepass")))
PAIRS = st.tuples(NAMES.map(quote) | BYTES, MEANT.map(quote) | TEXTS | BYTES)
QUERIES = st.lists(PAIRS, max_size=6).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)


@SETTINGS
@given(query=QUERIES, headers=st.sampled_from(({}, {"HX-Request": "true"})))
def test_any_query_string_is_answered_with_a_page(
    client: FlaskClient, query: str, headers: dict[str, str]
) -> None:
    response = client.get(f"/search?{query}", headers=headers)
    assert response.status_code in (200, 302, 400, 404, 414), query
    if response.status_code == 302:
        assert response.headers["Location"].isascii()
        response = client.get(response.headers["Location"])
        assert response.status_code in (200, 400), query
    assert response.mimetype == "text/html"
    read(response.get_data(as_text=True))
    for value in response.headers.values():
        assert value.isprintable()


def test_an_endless_query_string_is_refused(client: FlaskClient) -> None:
    assert client.get("/search?q=" + "a" * 70_000).status_code == 414
    many = "&".join(f"f.brand={n}" for n in range(101))
    assert client.get(f"/search?{many}").status_code == 400
