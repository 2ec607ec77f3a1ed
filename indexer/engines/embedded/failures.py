"""tantivy's failures as ours, at the one edge where its library is called.

It decides nothing about requests: those are checked before, in `queries`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import EngineUnavailableError, WriterBusyError

__all__ = ["translated"]

_PANIC = "PanicException"
_LOCKED = "LockBusy"


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the library raises into EngineUnavailableError or WriterBusyError, chained.

    The library raises ValueError for nearly everything. A panic inside it is a BaseException of
    a class that cannot be imported; it is known by name, so that Ctrl-C still passes.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        if _LOCKED in str(error):
            message = "另一个进程正在写这个索引"
            raise WriterBusyError(message) from error
        message = f"内置引擎出错：{error}"
        raise EngineUnavailableError(message) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        message = f"内置引擎内部错误：{error}"
        raise EngineUnavailableError(message) from error
