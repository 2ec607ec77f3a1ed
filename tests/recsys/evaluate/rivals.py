"""The reference of splits and figures, `rec_eval.py`, where the development tools are there."""

import importlib.util
from types import ModuleType
from typing import Any

import numpy as np

from recsys.evaluate import Log, LogBuilder
from recsys.events import Event
from tests.relevance.data import ROOT

__all__ = ["TOOL", "Taken", "log_of", "reference", "reference_data"]

TOOL = ROOT.parent / "shared" / "tools" / "rec_eval.py"

Taken = tuple[int, int, int]
"""A person, a product and a second, by their numbers."""


def reference() -> ModuleType:
    """The tool as a module."""
    spec = importlib.util.spec_from_file_location("rec_eval", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def log_of(taken: list[Taken]) -> Log:
    """Purchases as we read them."""
    builder = LogBuilder()
    for person, item, second in taken:
        builder.add(Event("buy", str(item), second * 1000, str(person)))
    return builder.log()


def reference_data(taken: list[Taken]) -> dict[str, Any]:
    """Purchases as the tool's `load` has them."""
    u, i, t = np.array(taken, dtype=np.int64).reshape(-1, 3).T
    users, u = np.unique(u, return_inverse=True)
    items, i = np.unique(i, return_inverse=True)
    order = np.lexsort((np.arange(len(u)), t, u))
    return {
        "u": u[order], "i": i[order], "t": t[order], "n_users": len(users), "n_items": len(items),
        "users": users, "items": items,
    }  # fmt: skip
