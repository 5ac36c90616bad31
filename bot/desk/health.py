"""The answer of /healthz: how every part is.

Comes in: a `HealthReport` from the service. Goes out: the promised mapping and its HTTP status.
Does not: look after the parts itself.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from bot.ports import PartHealth

OK: Final = "ok"
DEGRADED: Final = "degraded"
DOWN: Final = "down"

_CHINA: Final = timezone(timedelta(hours=8))
_ADAPTER: Final = "adapters."


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """Every part by its name: store, queue, outbox, timers, desk, adapters.NAME. `stopping`: it
    finishes what it has in hand, and should be given nothing more.
    """

    version: str
    model_version: str
    encoder: str
    parts: Mapping[str, PartHealth]
    parked: int = 0
    dead_letters: int = 0
    stopping: bool = False


Health = Callable[[], Awaitable[HealthReport]]
"""How the service is now; raises StorageError where even that cannot be told."""


def overall(parts: Mapping[str, PartHealth]) -> str:
    """`down` when a part is down that every message needs; one lost platform only degrades."""
    needed = {part.status for name, part in parts.items() if not name.startswith(_ADAPTER)}
    if DOWN in needed:
        return DOWN
    return OK if all(part.status == OK for part in parts.values()) else DEGRADED


def health_json(report: HealthReport) -> dict[str, object]:
    """As outside checks read it."""
    return {
        "status": overall(report.parts),
        "version": report.version,
        "model": {"version": report.model_version, "encoder": report.encoder},
        "parts": {name: _part(part) for name, part in report.parts.items()},
        "parked": report.parked,
        "dead_letters": report.dead_letters,
    }


def is_ready(report: HealthReport) -> bool:
    """Whether what comes in is stored, worked on and answered."""
    return not report.stopping and overall(report.parts) != DOWN


def _part(part: PartHealth) -> dict[str, str]:
    return {"status": part.status, "since": _local(part.since), "detail": part.detail}


def _local(at: datetime) -> str:
    return at.astimezone(_CHINA).isoformat(timespec="seconds")
