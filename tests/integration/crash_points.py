"""Where a process of the service can be made to die: between every two of its steps.

Comes in: nothing. Goes out: names of points. Does not: import the program; the host does.
"""

from typing import Final

BEFORE, AFTER = "before", "after"

_JOURNEY = "bot.journey."

POINTS: Final = {
    "stored, not acknowledged": (_JOURNEY + "intake:Intake", "accept", AFTER),
    "before assembly": (_JOURNEY + "assembly:Assembly", "_batch", BEFORE),
    "in assembly, before the commit": (_JOURNEY + "assembly:Assembly", "_batch", AFTER),
    "after assembly": (_JOURNEY + "assembly:Assembly", "run_once", AFTER),
    "claimed for understanding": (_JOURNEY + "understanding:Understand", "_understand", BEFORE),
    "understood, not recorded": (_JOURNEY + "understanding:Understand", "_guarded", AFTER),
    "after understanding": (_JOURNEY + "understanding:Understand", "run_once", AFTER),
    "in casework, before the commit": (_JOURNEY + "casework.stage:Casework", "_batch", AFTER),
    "after casework": (_JOURNEY + "casework.stage:Casework", "run_once", AFTER),
    "claimed for sending": (_JOURNEY + "outbox:Outbox", "_guarded", BEFORE),
    "sent, not recorded": ("tests.fakes.line_channel:LineChannel", "send", AFTER),
    "after sending": (_JOURNEY + "outbox:Outbox", "run_once", AFTER),
    "in timers, before the commit": (_JOURNEY + "timers:Timers", "_batch", AFTER),
    "after timers": (_JOURNEY + "timers:Timers", "run_once", AFTER),
    "in erasing, before the commit": (_JOURNEY + "beside.erasing:Erasing", "_batch", AFTER),
    "after erasing": (_JOURNEY + "beside.erasing:Erasing", "run_once", AFTER),
}
"""A method, and whether it dies before it or after it did something (gave anything but 0)."""
