"""The shipped tables: units, attribute names, families of values. Data, read on demand.

What they mean is said where they are used (`indexer.units`, `indexer.attributes`).
"""

import tomllib
from importlib.resources import files
from typing import Any

__all__ = ["table"]


def table(name: str) -> dict[str, Any]:
    """The shipped table of that name, read anew at each call."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
