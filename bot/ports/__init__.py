"""The roles that the outside plays for the journey."""

from bot.ports.edges import (
    Accept,
    Channel,
    Clock,
    Declaration,
    IdFactory,
    PartHealth,
    Queue,
    Signals,
    Words,
)
from bot.ports.rows import (
    Cases,
    Counters,
    Deliveries,
    Messages,
    Questions,
    Store,
    Timers,
    Turns,
    UnitOfWork,
)

__all__ = [
    "Accept",
    "Cases",
    "Channel",
    "Clock",
    "Counters",
    "Declaration",
    "Deliveries",
    "IdFactory",
    "Messages",
    "PartHealth",
    "Questions",
    "Queue",
    "Signals",
    "Store",
    "Timers",
    "Turns",
    "UnitOfWork",
    "Words",
]
