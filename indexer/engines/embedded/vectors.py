"""Exact products of int8 vectors, with and without the optional library.

The vectors themselves are `rows`; which of them is a live document's, the index tells.
"""

from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

__all__ = ["Codes", "products", "products_by_numpy"]

Codes = NDArray[np.int8]

_CHUNK = 16_384
"""Rows turned into floats at once: 16 MB at 256 dimensions."""

_EXACT_IN_FLOAT32 = 1024
"""Dimensions up to which every partial sum of products of int8 stays within 2**24."""


def products(codes: Codes, code: Codes) -> NDArray[np.float64]:
    """The exact integer dot product of each row with `code`."""
    if _NUMKONG is None or not len(codes):
        return products_by_numpy(codes, code)
    found = np.asarray(_NUMKONG.cdist(code[np.newaxis], codes, "dot"), dtype=np.float64)
    return found.reshape(len(codes))


def products_by_numpy(codes: Codes, code: Codes) -> NDArray[np.float64]:
    """`products` without the optional library, in bounded memory."""
    if codes.shape[1] <= _EXACT_IN_FLOAT32:
        return _in_chunks(codes, code.astype(np.float32))
    return _in_chunks(codes, code.astype(np.float64))


def _in_chunks(codes: Codes, wanted: NDArray[np.floating]) -> NDArray[np.float64]:
    found = np.empty(len(codes), dtype=np.float64)
    for begin in range(0, len(codes), _CHUNK):
        end = begin + _CHUNK
        found[begin:end] = codes[begin:end].astype(wanted.dtype) @ wanted
    return found


def _optional(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


_NUMKONG = _optional("numkong")
"""Thirty times faster than numpy here; an extra (`xunhuo[fast]`)."""
