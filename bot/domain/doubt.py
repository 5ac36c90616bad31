"""Talk that may be a report: which message, and who was asked about it (domain rules §11.3).

Comes in: values from casework. Goes out: a frozen value kept in a row for as long as the message's
own words are held. Does not: hold the words, or decide whether they are a report.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One message that nobody has judged yet. Its words lie with its turn, until `until` at most.

    `asked` is the person who was asked in private, in the conversation `thread`; without one it
    waits on the desk. `cause` is what had the question said, so that its words can be taken back.
    `private` is a matter that only those who handle it may see.
    """

    id: str
    message: str
    turn: str
    said_in: str
    community: str
    grid: str | None
    item: str
    private: bool
    created_at: datetime
    until: datetime
    asked: str | None = None
    thread: str = ""
    cause: str = ""
