"""`POST /api/v1/events`: what is accepted, what is refused and how it is told."""

import os
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.recorded import NOW, OURS, agree, data_of, events_of
from web import Services
from web.api.events import MAX_EVENTS

VIEW = {"action": "view", "product": "P1"}


def post(client: FlaskClient, body: Any) -> Any:  # noqa: ANN401 - any JSON value
    return client.post("/api/v1/events", json=body, headers=OURS)


def test_one_or_a_list_is_accepted_for_the_own_session(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    agree(client)
    assert post(client, VIEW).get_json() == {"accepted": 1}
    cart = {"action": "cart", "product": "P2", "quantity": 2, "price": 19.9, "query": "手机",
            "search_id": "a1", "position": 4, "time": NOW - 60, "colour": "red"}  # fmt: skip
    answer = post(client, [VIEW, cart])
    assert (answer.status_code, answer.get_json()) == (202, {"accepted": 2})
    assert post(client, []).get_json() == {"accepted": 0}

    _, _, found = events_of(data_of(services))
    assert found.session
    assert found[:3] == ("cart", "P2", (NOW - 60) * 1000)
    assert found[5:-1] == ("手机", "a1", 4, 2, 1990)


def test_of_who_has_not_agreed_none_is_kept_and_it_says_so(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    answer = post(client, [VIEW])
    assert answer.status_code == 202
    assert answer.get_json() == {"accepted": 0, "reason": "no_consent"}
    assert events_of(data_of(services)) == []


@pytest.mark.parametrize(
    ("body", "status", "field", "detail"),
    [
        ([VIEW, {"action": "steal", "product": "P"}], 400, "[1].action", "可用：impression、view"),
        ({"action": "view"}, 400, "product", "缺少，必填"),
        ({**VIEW, "product": "a b"}, 400, "product", "空格"),
        ([{**VIEW, "position": "x"}], 400, "[0].position", "应当是数"),
        ([VIEW, 7], 400, "[1]", "应当是一个 JSON 对象"),
        ("view", 400, "body", "应当是一个 JSON 对象"),
        ({**VIEW, "time": NOW + 4000}, 400, "time", "还没有到"),
        ([VIEW] * (MAX_EVENTS + 1), 400, "body", "一次最多 1000 个"),
        ([VIEW, {**VIEW, "user": "u1"}], 403, "[1].user", "events 权限的 API 密钥"),
        ({**VIEW, "session": "s"}, 403, "session", "events 权限的 API 密钥"),
    ],
)
def test_a_mistake_is_named_by_index_and_field_and_none_is_kept(
    shop: tuple[FlaskClient, Services], body: object, status: int, field: str, detail: str
) -> None:
    client, services = shop
    agree(client)

    answer = post(client, body)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["field"] == field
    assert detail in answer.get_json()["detail"]
    assert events_of(data_of(services)) == []


def test_what_is_no_json_or_too_large_is_told(shop: tuple[FlaskClient, Services]) -> None:
    client, _ = shop
    broken = client.post("/api/v1/events", data=b"{broken", headers=OURS)
    assert (broken.status_code, broken.get_json()["field"]) == (400, "body")
    assert client.post("/api/v1/events", data=b"[" * 2_000_000, headers=OURS).status_code == 413
    assert client.get("/api/v1/events").status_code == 405


def test_a_full_journal_refuses_events_and_drops_searches(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    agree(client)
    services.journal._limit = 1_000
    accepted = 0
    while (answer := post(client, VIEW)).status_code == 202:
        accepted += 1
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.mimetype == "application/problem+json"
    # A page is answered all the same.
    assert client.get("/search?q=手机").status_code == 200
    assert client.get("/p/P1").status_code == 200
    metrics = client.get("/metrics").get_data(as_text=True)
    assert 'xunhuo_journal_dropped_total{kind="search"} 1.0' in metrics
    assert 'xunhuo_journal_dropped_total{kind="event"} 2.0' in metrics

    assert len(events_of(data_of(services))) == accepted
    metrics = client.get("/metrics").get_data(as_text=True)
    assert f'xunhuo_journal_stored_total{{kind="event"}} {accepted}.0' in metrics
    assert "xunhuo_journal_waiting_bytes 0.0" in metrics
    assert post(client, VIEW).status_code == 202


def test_a_disk_that_takes_nothing_is_told(
    shop: tuple[FlaskClient, Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, services = shop
    agree(client)
    assert post(client, VIEW).status_code == 202
    # As on a full disk: half of the record is written.
    write = os.write
    monkeypatch.setattr(
        "recsys.journal.writing.os.write", lambda file, data: write(file, data[: len(data) // 2])
    )
    assert post(client, VIEW).status_code == 503
    monkeypatch.undo()
    assert post(client, VIEW).status_code == 202
    assert len(events_of(data_of(services))) == 2
    assert services.mover.damaged == 0
