"""Where adapters leave messages, and what wakes stages: over the store, or over a broker.

Comes in: the configuration. Goes out: a queue, signals, and what has to run beside the stages.
Does not: run it.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.config.secrets import Secrets
from bot.domain.errors import ConfigError
from bot.domain.tally import Tally
from bot.options.config import Config
from bot.options.machine import EMBEDDED
from bot.ports import Clock, PartHealth, Queue, Signals, Store
from bot.queues.embedded import EmbeddedQueue
from bot.signals import LocalSignals
from bot.wiring.roles import Role
from bot.wiring.store import signals_of

if TYPE_CHECKING:
    from bot.queues.broker import Broker

_PACKAGES: Final = "requirements/big.lock"
Life = Callable[[], Coroutine[Any, Any, None]]
"""What runs until it is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wires:
    """What processes have between each other beside rows: `signals` wake, `lives` run as long as
    the process, `broker` is None where the store does it all.
    """

    signals: Signals = field(default_factory=LocalSignals)
    lives: tuple[Life, ...] = ()
    broker: "Broker | None" = None

    def health(self) -> dict[str, PartHealth]:
        """How the broker is, where there is one."""
        return {} if self.broker is None else {"broker": self.broker.health()}


def wires_of(config: Config, secrets: Secrets, clock: Clock) -> Wires:
    """As the configuration wants it; ConfigError where the broker's client is not installed."""
    if config.queue.url == EMBEDDED:
        signals, wakes = signals_of(config.store.url, clock)
        return Wires(signals=signals, lives=(wakes,) if wakes else ())
    try:
        from bot.queues.broker import Broker, BrokerSettings  # the client is of the big size only
        from bot.queues.waking import BrokerSignals
    except ModuleNotFoundError as err:
        raise ConfigError([f"queue.url: needs the packages of {_PACKAGES}"]) from err

    settings = BrokerSettings(
        servers=config.queue.url.split(","),
        token=secrets.queue.get_secret_value(),
        replicas=config.queue.replicas,
    )
    broker = Broker(settings, clock)
    shared = BrokerSignals(LocalSignals(), broker, clock)
    return Wires(signals=shared, lives=(broker.run, shared.run), broker=broker)


def queue_of(wires: Wires, store: Store, clock: Clock, *, gather: timedelta, tally: Tally) -> Queue:
    """Where adapters leave messages for good."""
    if wires.broker is None:
        return EmbeddedQueue(store=store, clock=clock, gather=gather, tally=tally)
    from bot.queues.jetstream import JetStreamQueue

    instead = EmbeddedQueue(store=store, clock=clock, gather=timedelta(0), tally=tally)
    return JetStreamQueue(broker=wires.broker, instead=instead, clock=clock, gather=gather)


def arrivals_of(wires: Wires, store: Store, role: Role, clock: Clock, tally: Tally) -> list[Life]:
    """What makes rows of what lies with the broker, in processes that understand."""
    if wires.broker is None or role not in (Role.ALL, Role.WORKER):
        return []
    from bot.queues.arrivals import Arrivals

    queue = EmbeddedQueue(store=store, clock=clock, gather=timedelta(0), tally=tally)
    made = Arrivals(broker=wires.broker, store=queue, signals=wires.signals, clock=clock)
    return [made.run]
