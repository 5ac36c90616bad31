"""The page that Prometheus reads.

Comes in: how the parts are, what passed, what stands in rows, figures of channels. Goes out: bytes
in Prometheus' text format. Does not: gather. Labels are names of parts, platforms and reasons: no
group, no person. A registry of its own; nothing is registered for the whole process.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.domain.tally import BOUNDS, Spread, Tally
from bot.metrics.reading import Standing
from bot.ports import PartHealth

STATUSES: Final = ("ok", "degraded", "down")

_FIGURES: Final = {
    "gaps": ("qunli_adapter_gaps", "Times in which the platform was not heard"),
    "missed_seconds": ("qunli_adapter_missed_seconds", "Length of these times together"),
    "lost": ("qunli_adapter_lost_messages", "Messages announced by the platform and never had"),
}
_FATES: Final = "heard:"
_RESIDENT: Final = "resident_bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything on the page. Without `standing` the store could not be asked."""

    version: str
    model: str
    encoder: str
    parts: Mapping[str, PartHealth]
    tally: Tally
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    standing: Standing | None = None


class Page:
    """Writes readings down; the process' own figures are among them. Blocks."""

    def __init__(self) -> None:
        self._process: tuple[Collector, ...] = tuple(
            collector(registry=CollectorRegistry())
            for collector in (ProcessCollector, PlatformCollector, GCCollector)
        )

    def write(self, reading: Reading) -> bytes:
        """The page."""
        registry = CollectorRegistry()
        for collector in (_Told(reading), *self._process):
            registry.register(collector)
        return generate_latest(registry)


class _Told(Collector):
    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def collect(self) -> Iterator[Metric]:
        reading = self._reading
        yield InfoMetricFamily(
            "qunli",
            "What runs here",
            value={"version": reading.version, "model": reading.model, "encoder": reading.encoder},
        )
        yield from _parts(reading.parts)
        yield from _channels(reading)
        yield from _sent(reading.tally)
        if reading.standing is not None:
            yield from _standing(reading.standing)


def _parts(parts: Mapping[str, PartHealth]) -> Iterator[Metric]:
    status = GaugeMetricFamily(
        "qunli_part_status", "1 for how the part is now", labels=("part", "status")
    )
    since = GaugeMetricFamily(
        "qunli_part_since_timestamp_seconds", "Since when it is so", labels=("part",)
    )
    for name, part in parts.items():
        since.add_metric((name,), part.since.timestamp())
        for one in STATUSES:
            status.add_metric((name, one), float(part.status == one))
    yield status
    yield since


def _channels(reading: Reading) -> Iterator[Metric]:
    told = [
        (channel, name, value)
        for channel, figures in reading.figures.items()
        for name, value in figures.items()
    ]
    heard = CounterMetricFamily(
        "qunli_messages_heard", "Messages by what became of them", labels=("channel", "fate")
    )
    families: dict[str, Metric] = {
        figure: CounterMetricFamily(name, help_, labels=("channel",))
        for figure, (name, help_) in _FIGURES.items()
    }
    families[_RESIDENT] = GaugeMetricFamily(
        "qunli_adapter_resident_bytes", "Memory of an adapter's own process", labels=("channel",)
    )
    for channel, name, value in told:
        if name.startswith(_FATES):
            heard.add_metric((channel, name.removeprefix(_FATES)), value)
        elif name in families:
            family = families[name]
            suffix = "_total" if isinstance(family, CounterMetricFamily) else ""
            family.add_sample(f"{family.name}{suffix}", {"channel": channel}, value)
    yield heard
    yield from families.values()
    yield CounterMetricFamily(
        "qunli_messages_repeated", "Messages that were stored before", reading.tally.repeated
    )


def _sent(tally: Tally) -> Iterator[Metric]:
    sent = CounterMetricFamily(
        "qunli_deliveries", "Tries to send words by how they ended", labels=("channel", "ending")
    )
    for (channel, ending), number in tally.sent.items():
        sent.add_metric((channel, ending), number)
    yield sent
    yield _spread("qunli_decision_seconds", "End of a turn to words in the queue", tally.decided)
    yield _spread("qunli_delivery_seconds", "Words due to taken by the platform", tally.delivered)


def _spread(name: str, help_: str, spread: Spread) -> Metric:
    reached, buckets = 0, []
    bounds = (*(str(bound) for bound in BOUNDS), "+Inf")
    for bound, number in zip(bounds, spread.classes, strict=True):
        reached += number
        buckets.append((bound, float(reached)))
    return HistogramMetricFamily(name, help_, buckets=buckets, sum_value=spread.total)


def _standing(rows: Standing) -> Iterator[Metric]:
    yield _labelled("qunli_turns", "Turns by state", "state", rows.turns)
    yield _labelled("qunli_cases_open", "Open cases by lamp", "lamp", rows.lamps)
    plain = {
        "qunli_turns_late_seconds": ("How late the oldest turn is", rows.turns_late),
        "qunli_timers_late_seconds": ("How late the oldest timer is", rows.timers_late),
        "qunli_deliveries_waiting": ("Words in the queue", rows.words_waiting),
        "qunli_deliveries_late_seconds": ("How late the oldest words are", rows.words_late),
        "qunli_dead_letters": ("Words that were given up", rows.dead_letters),
        "qunli_announcements_waiting": (
            "What other programs are still to be told of cases",
            rows.announcements_waiting,
        ),
        "qunli_announcements_dead": (
            "What other programs were never told",
            rows.announcements_dead,
        ),
        "qunli_parked": ("Turns and timers that wait for a person", rows.parked),
        "qunli_emergencies_open": ("Emergencies that nobody released", rows.emergencies),
    }
    for name, (help_, value) in plain.items():
        yield GaugeMetricFamily(name, help_, value)


def _labelled(name: str, help_: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, help_, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family
