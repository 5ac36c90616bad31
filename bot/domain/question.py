"""What the bot has asked one person in one conversation and not been told yet.

Comes in: values from casework. Goes out: a frozen value kept in a row, so that it survives a
restart. Does not: word the question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class QuestionKind(StrEnum):
    """What is asked."""

    PLACE = "place"
    CALLBACK = "callback"
    WHICH_CASE = "which_case"
    IS_IT_A_REPORT = "is_it_a_report"
    DRAFT = "draft"
    RESOLVED = "resolved"
    SEEN_TO = "seen_to"
    GIVING = "giving"
    PAIRS = "pairs"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Asked in `thread` until `until`; `payload` keeps what the answer is needed for."""

    thread: str
    kind: QuestionKind
    case: str | None
    until: datetime
    payload: Mapping[str, str] = field(default_factory=dict)


def thread_of(room: str | None, channel: str, person: str) -> str:
    """The conversation of one person in a room, or with the bot alone: what questions are kept
    by.
    """
    return f"{room or f'private:{channel}'}/{person}"
