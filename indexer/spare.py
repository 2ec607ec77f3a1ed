"""Threads for what can be done beside a request, as far as processors are spare.

A request alone is answered sooner by two processors. Where as many requests as there are processors
are being answered, handing work over only costs: a sixth of all pages that such a server gives.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import ParamSpec, Self, TypeVar

__all__ = ["SpareThreads"]

P = ParamSpec("P")
T = TypeVar("T")


class SpareThreads:
    """Runs work in other threads, or at once in the caller. Safe to share between threads.

    A request is answered in `with spare:`, and gives away work by `submit` in there. Requests to
    other such threads are not known.
    """

    def __init__(self, threads: int, name: str, *, waiting: bool = False) -> None:
        """`waiting`: the work waits for another machine, and takes no processor meanwhile."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._processors = None if waiting else _processors()
        self._requests = 0
        self._lock = Lock()

    def __enter__(self) -> Self:
        with self._lock:
            self._requests += 1
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._requests -= 1

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As an Executor's: done, or failed, already where no processor is spare."""
        if self._processors is None or self._requests < self._processors:
            return self._pool.submit(work, *args, **kwargs)
        future: Future[T] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - raised by `result`, as a thread's
            future.set_exception(error)
        return future

    def shutdown(self) -> None:
        """End the threads once what they do is done."""
        self._pool.shutdown()


def _processors() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
