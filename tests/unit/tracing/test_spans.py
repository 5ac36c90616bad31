"""One message through all stages, as the spans of one trace."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.ports.traces import Step
from bot.tracing.spans import Spans, collector
from tests.builders import T0

ABOUT = {"qunli.role": "worker"}


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def spans(exporter) -> Spans:
    return Spans(SimpleSpanProcessor(exporter), ABOUT)


def step(name="casework", **fields) -> Step:
    fields = {"cause": "turn-1", "row": "turn-1/0", "begun": T0, "ended": T0} | fields
    return Step(name=name, **fields)


def test_a_step_is_a_span_of_the_trace_of_its_cause(spans, exporter):
    spans.note([step(ended=T0 + timedelta(milliseconds=3), facts={"case": "case-1"})])
    (span,) = exporter.get_finished_spans()
    assert (span.name, span.end_time - span.start_time) == ("casework", 3_000_000)
    assert dict(span.attributes) == {"qunli.row": "turn-1/0", "qunli.case": "case-1"}
    assert span.start_time == int(T0.timestamp()) * 10**9
    assert dict(span.resource.attributes) == {"service.name": "qunli", **ABOUT}


def test_another_process_makes_spans_of_the_same_trace(spans, exporter):
    spans.note([step("turn", row="turn-1", whole=True), step("understanding")])
    elsewhere = InMemorySpanExporter()
    Spans(SimpleSpanProcessor(elsewhere), ABOUT).note([step("outbox", row="delivery-1/1")])
    whole, *parts = exporter.get_finished_spans() + elsewhere.get_finished_spans()
    assert whole.parent is None
    assert {part.context.trace_id for part in parts} == {whole.context.trace_id}
    assert {part.parent.span_id for part in parts} == {whole.context.span_id}
    assert len({part.context.span_id for part in (whole, *parts)}) == 3


def test_what_is_done_twice_is_the_same_span_and_others_are_others(spans, exporter):
    spans.note([step(), step(), step(row="turn-1/1"), step(cause="turn-2")])
    names = [(s.context.trace_id, s.context.span_id) for s in exporter.get_finished_spans()]
    assert (names[0], len(set(names))) == (names[1], 3)


def test_a_clock_that_was_set_back_makes_no_span_that_ends_before_it_begins(spans, exporter):
    spans.note([step(ended=T0 - timedelta(hours=1))])
    (span,) = exporter.get_finished_spans()
    assert span.end_time == span.start_time


async def test_a_collector_is_sent_to_and_one_that_is_away_holds_up_nobody(unused_tcp_port):
    taken = []

    async def take(request: web.Request) -> web.Response:
        taken.append(ExportTraceServiceRequest.FromString(await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    url, wait = f"http://127.0.0.1:{unused_tcp_port}/v1/traces", timedelta(seconds=2)
    told = await asyncio.to_thread(collector, url, ABOUT, timeout=wait)
    told.note([step()])
    await asyncio.to_thread(told.close)
    await runner.cleanup()
    (request,) = taken
    assert request.resource_spans[0].scope_spans[0].spans[0].name == "casework"

    told = await asyncio.to_thread(collector, url, ABOUT, timeout=wait)
    told.note([step()])
    await asyncio.to_thread(told.close)
