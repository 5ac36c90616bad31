"""A value that is worked out when it is first asked for, and kept.

Comes in: a method without arguments. Goes out: its value, looked up like any attribute from the
second time on. Does not: guard against two threads asking at once: both get the same value. (The
standard library's `cached_property` takes a lock for every value up to Python 3.11, which costs
more than most of the values here.)
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - used like `property`
    """Decorates a method of a class whose instances have a `__dict__`."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, instance: Any, owner: type[Any]) -> T:  # noqa: ANN401
        value = self._work(instance)
        instance.__dict__[self._name] = value
        return value
