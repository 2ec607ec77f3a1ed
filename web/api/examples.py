"""An answer of each kind, for readers of the API's document; tests hold them against their models."""

__all__ = ["PRODUCT", "RECOMMEND", "SEARCH", "SIMILAR"]

_HIT = {
    "id": "P2",
    "title": "华为 nova 12 活力版手机",
    "highlight": "<mark>华为</mark> nova 12 活力版<mark>手机</mark>",
    "brand": "华为",
    "category": ["手机数码", "手机"],
    "price": 2599.0,
    "list_price": 3099.0,
    "sku": "P2-曜石黑-256GB",
    "fits": True,
    "stock": 3,
    "rating": 4.8,
    "sales": 8400,
    "reviews": 2800,
    "tags": ["自营", "包邮"],
    "image": "https://images.example/p2.jpg",
    "score": 1.083412,
    "because": None,
}

SEARCH = {
    "search_id": "9f2c4b7d1e0a6358",
    "query": "华为手机",
    "searched": "华为手机",
    "total": 1,
    "page": 1,
    "size": 48,
    "took_ms": 3.52,
    "parse": {
        "query": "华为手机",
        "corrected": None,
        "suggestions": [],
        "intent": "product_search",
        "category": [],
        "brand": [],
        "model": None,
        "price_range": None,
        "attributes": {},
        "exclude": {"brand": [], "category": [], "attributes": {}},
        "sort": None,
        "flags": [],
        "keywords": [],
        "ambiguous": [],
        "spans": [],
    },
    "chips": [],
    "notices": [],
    "hits": [_HIT],
    "facets": [
        {
            "key": "brand",
            "label": "品牌",
            "kind": "values",
            "values": [{"value": "华为", "label": "华为", "count": 1, "selected": False}],
        },
        {
            "key": "price",
            "label": "价格",
            "kind": "ranges",
            "values": [{"low": 2000.0, "high": 3000.0, "count": 1, "selected": False}],
        },
    ],
    "related": [],
}

SIMILAR = {"id": "P1", "hits": [_HIT | {"sku": None, "score": 0.71}]}

RECOMMEND = {
    "hits": [_HIT | {"sku": None, "score": 0.42, "because": "因为你看过“华为 Mate 60 Pro 手机”"}]
}

PRODUCT = {
    "id": "P2",
    "title": "华为 nova 12 活力版手机",
    "price": 2299.0,
    "brand": "华为",
    "category": ["手机数码", "手机"],
    "attributes": {"屏幕尺寸": "6.7英寸"},
    "list_price": 3099.0,
    "sales": 8400,
    "rating": 4.8,
    "created": "2026-01-05T00:00:00+00:00",
    "images": ["https://images.example/p2.jpg"],
    "tags": ["自营", "包邮"],
    "skus": [
        {
            "id": "P2-曜石黑-256GB",
            "price": 2599.0,
            "stock": 3,
            "attributes": {"颜色": "曜石黑", "机身存储": "256GB"},
        }
    ],
}
