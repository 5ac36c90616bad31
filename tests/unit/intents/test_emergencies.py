"""Emergencies and what is none: every example of `intents/rules/emergencies.yaml`."""

import pytest

from intents.emergencies import find, frames, is_harmless, silent_codes
from tests.unit.intents.examples import load

EXAMPLES = load("emergencies")
LIVE = [(code, text) for code, texts in EXAMPLES["live"].items() for text in texts]


@pytest.mark.parametrize(("code", "text"), LIVE)
def test_live(code: str, text: str) -> None:
    found = find(text)
    assert found is not None
    assert (found.code, found.certain, found.silent) == (code, True, code in silent_codes())
    assert found.rule.startswith(code)


@pytest.mark.parametrize("text", EXAMPLES["found"])
def test_found_as_one_kind_or_another(text: str) -> None:
    assert find(text) is not None


@pytest.mark.parametrize("text", EXAMPLES["confirm"])
def test_words_of_past_and_present_need_a_person(text: str) -> None:
    found = find(text)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize("text", EXAMPLES["none"])
def test_none(text: str) -> None:
    assert find(text) is None


def test_all_twenty_two_kinds_have_frames() -> None:
    assert {frame.code for frame in frames()} == {f"EM{number:02}" for number in range(1, 23)}


def test_silent_kinds() -> None:
    assert silent_codes() == {"EM04", "EM05", "EM15", "EM18", "EM22"}


def test_words_far_apart_in_a_letter_do_not_make_a_frame() -> None:
    filler = "我们在这里住了很久，邻里和睦，绿化也很好。" * 5
    assert find("孩子在二楼上学。" + filler + "钥匙不见了，有人看见吗。") is None
    assert find(filler + "我孩子不见了，刚才还在滑梯那，谁看见了。") is not None


@pytest.mark.parametrize("text", ["", " ", "。", "😂", "a", "[捂脸]"])
def test_nothing_said(text: str) -> None:
    assert find(text) is None


def test_harmless() -> None:
    assert is_harmless("明天消防演练")
    assert not is_harmless("着火了")
