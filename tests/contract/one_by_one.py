"""A unit of work for tests in which every call is one of its own.

Comes in: a store. Goes out: its repositories by name. Does not: keep a transaction open.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.ports import Store


@dataclass(frozen=True, slots=True)
class _Repository:
    store: Store
    name: str

    def __getattr__(self, method: str) -> Callable[..., Awaitable[Any]]:
        def call(*arguments: Any, **named: Any) -> Awaitable[Any]:
            return self.store.work(
                lambda unit: getattr(getattr(unit, self.name), method)(*arguments, **named)
            )

        return call


@dataclass(frozen=True, slots=True)
class OneByOne:
    """`unit.cases.get(key)` and the like, committed at once."""

    store: Store

    def __getattr__(self, repository: str) -> _Repository:
        return _Repository(self.store, repository)
