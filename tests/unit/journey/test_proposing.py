"""Which cases were questions, as the reader names its rules."""

from bot.journey.casework.asked.proposing import QUESTION_RULES, is_question
from intents.reader import RULES
from tests.builders import case


def test_the_reader_has_these_rules():
    assert {rule.name for rule in RULES} >= QUESTION_RULES


def test_questions_are_known_by_the_rule_that_read_them():
    assert is_question(case(rule="request.consult"))
    assert not is_question(case(rule="request.report"))
