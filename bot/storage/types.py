"""Column types that keep instants aware and JSON readable.

Comes in: aware datetimes and plain JSON values. Goes out: the same. Does not: accept naive
datetimes.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_MICROSECONDS = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode


def _microseconds(value: datetime | None) -> int | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"naive datetime {value!r}")
    delta = value - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * _MICROSECONDS + delta.microseconds


def _instant(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def _written(value: Any) -> str | None:  # noqa: ANN401
    return None if value is None else _encode(value)


def _read(value: str | None) -> Any:  # noqa: ANN401
    return None if value is None else _decode(value)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant as whole microseconds since 1970: the same, and as fast, on every
    database.
    """

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Refuse naive values; give microseconds."""
        return _microseconds

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Give an aware UTC instant."""
        return _instant


class Json(TypeDecorator[Any]):
    """A JSON value as text, Chinese left readable."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Write compactly."""
        return _written

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Read back."""
        return _read
