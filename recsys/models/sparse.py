"""Sparse matrices as plain arrays, and back: the order of entries within a row is kept."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["arrays_of", "matrix_of"]


def arrays_of(matrix: sp.csr_matrix) -> dict[str, NDArray[Any]]:
    """`starts` of the rows, `columns` and `values` of the entries, and the `shape`."""
    return {
        "starts": matrix.indptr,
        "columns": matrix.indices,
        "values": matrix.data,
        "shape": np.array(matrix.shape),
    }


def matrix_of(arrays: Mapping[str, NDArray[Any]]) -> sp.csr_matrix:
    """The matrix whose arrays these are. Raises KeyError, ValueError where they are none."""
    parts = (arrays["values"], arrays["columns"], arrays["starts"])
    return sp.csr_matrix(parts, tuple(arrays["shape"].tolist()))
