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
from bot.ports.rows import Counters, Store, UnitOfWork
from bot.ports.rows_cases import Cases, Timers
from bot.ports.rows_out import Deliveries
from bot.ports.rows_talk import Messages, Questions, Turns

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
