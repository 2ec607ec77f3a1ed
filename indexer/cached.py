"""A cache of what a method gives, for an attribute of the method's own object."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast
from weakref import WeakMethod

__all__ = ["cached"]

P = ParamSpec("P")
T = TypeVar("T")


def cached(size: int, method: Callable[P, T]) -> Callable[P, T]:
    """As `lru_cache(size)(method)` of a bound method, without holding its object.

    That would be a circle, object to cache to object, which only a search for garbage undoes; a
    server seldom makes one (`web.serving`), and the replaced indexes and lexicons would pile up.
    """
    unbound = WeakMethod(method)

    @lru_cache(size)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        bound = unbound()
        assert bound is not None  # noqa: S101 - who calls this has it from the object
        return bound(*args, **kwargs)

    return cast(Callable[P, T], call)
