"""What stages tell of a turn: one trace, no words, nobody."""

from dataclasses import replace

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.tracing.spans import Spans
from bot.wiring.journey import make_journey


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def traced(rig, exporter):
    rig.office = replace(rig.office, traces=Spans(SimpleSpanProcessor(exporter), {}))
    rig.journey = make_journey(rig.office, rig.store, rig.tools)
    return rig


async def test_one_message_through_all_stages_is_one_trace(traced, exporter):
    await traced.say("3栋门口的路灯坏了")
    found = exporter.get_finished_spans()
    (whole,) = [span for span in found if span.name == "turn"]
    own = [span for span in found if span.context.trace_id == whole.context.trace_id]
    names = {span.name for span in own}
    assert names == {"platform", "intake", "understanding", "casework", "turn", "outbox"}
    assert all(span is whole or span.parent.span_id == whole.context.span_id for span in own)
    (work,) = [span for span in own if span.name == "casework"]
    (case,) = await traced.cases()
    assert work.attributes["qunli.case"] == case.key
    assert whole.start_time <= work.start_time <= work.end_time <= whole.end_time


async def test_talk_is_traced_too_and_comes_to_no_case(traced, exporter):
    await traced.say("今天天气真好")
    (work,) = [span for span in exporter.get_finished_spans() if span.name == "casework"]
    assert "qunli.case" not in work.attributes


async def test_no_word_and_nobody_is_in_a_trace(traced, exporter):
    await traced.say("3栋2单元王秀兰家路灯坏了，打13800138000", sender="a-zhao")
    told = "\n".join(span.to_json() for span in exporter.get_finished_spans())
    for word in ("路灯", "王秀兰", "13800138000", "zhao", "赵强", "own1", "lead1"):
        assert word not in told
