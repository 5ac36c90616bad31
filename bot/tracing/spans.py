"""Steps of stages as spans of OpenTelemetry.

Comes in: steps, from stages of this process. Goes out: spans, to a processor of the SDK, which
sends them in a thread of its own and drops what it cannot. Does not: hand a context from process to
process: the ids of trace and span are made of the ids of the rows, so that all processes know them,
and what is done twice is the same span.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, TraceFlags

from bot.ports.traces import Step

_SCOPE: Final = InstrumentationScope("qunli")
_SAMPLED: Final = TraceFlags(TraceFlags.SAMPLED)
_TRACE_BYTES: Final = 16
_SPAN_BYTES: Final = 8
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND: Final = timedelta(microseconds=1)


class Spans:
    """See `bot.ports.traces.Traces`. `about` is said of this process with every span."""

    def __init__(self, processor: SpanProcessor, about: Mapping[str, str]) -> None:
        self._processor = processor
        self._resource = Resource({"service.name": "qunli", **about})

    def note(self, steps: Sequence[Step]) -> None:
        """Hand them to the processor."""
        for step in steps:
            whole = _context(step.cause, step.cause)
            span = ReadableSpan(
                name=step.name,
                context=whole if step.whole else _context(step.cause, f"{step.name} {step.row}"),
                parent=None if step.whole else whole,
                resource=self._resource,
                attributes={"qunli.row": step.row, **_named(step)},
                start_time=_nanoseconds(step.begun),
                end_time=_nanoseconds(max(step.begun, step.ended)),
                instrumentation_scope=_SCOPE,
            )
            self._processor.on_end(span)

    def close(self) -> None:
        """Send what is left, for some seconds at most. Blocks."""
        self._processor.shutdown()


def collector(url: str, about: Mapping[str, str], *, timeout: timedelta) -> Spans:
    """Sends to a collector that takes OTLP over HTTP."""
    exporter = OTLPSpanExporter(endpoint=url, timeout=int(timeout.total_seconds()))
    return Spans(BatchSpanProcessor(exporter), about)


def _named(step: Step) -> dict[str, str | int]:
    return {f"qunli.{name}": value for name, value in step.facts.items()}


def _context(cause: str, row: str) -> SpanContext:
    return SpanContext(
        trace_id=_number(f"trace {cause}", _TRACE_BYTES),
        span_id=_number(f"span {row}", _SPAN_BYTES),
        is_remote=True,
        trace_flags=_SAMPLED,
    )


def _number(text: str, size: int) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:size], "big")


def _nanoseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND * 1000
