"""Log lines: one JSON object each, and nothing that somebody said in them."""

import json
import logging
import subprocess
import sys

import pytest

from bot.logs import JsonLines

SECRET = "王秀兰说301漏水"


def line(**given) -> dict:
    record = logging.makeLogRecord({"msg": "event", "levelno": 20, "levelname": "INFO"} | given)
    return json.loads(JsonLines().format(record))


def raised(error: BaseException):
    try:
        raise error
    except BaseException:  # noqa: BLE001 - whatever it is
        return sys.exc_info()


@pytest.mark.parametrize("name", ["text", "words", "sender_name", "token", "phone"])
def test_what_may_be_personal_has_no_field(name):
    assert SECRET not in json.dumps(line(**{name: SECRET}), ensure_ascii=False)


def test_telephone_numbers_are_masked_wherever_they_are():
    told = json.dumps(line(msg="call 13812345678", reason="13812345678"))
    assert "13812345678" not in told


@pytest.mark.parametrize(
    "error",
    [KeyError(SECRET), ExceptionGroup("m", [ExceptionGroup("m", [KeyError(SECRET)])])],
)
def test_an_error_is_told_by_its_kind_and_place(error):
    told = line(exc_info=raised(error))
    assert told["exception"] == "KeyError"
    assert SECRET not in json.dumps(told, ensure_ascii=False)


def test_only_the_first_line_of_what_libraries_say_is_kept():
    told = line(msg=f"Task exception was never retrieved\nKeyError({SECRET!r})")
    assert told["event"] == "Task exception was never retrieved"


def test_the_end_of_a_process_is_told_like_everything_else():
    script = (
        "import asyncio\nfrom bot import logs\nlogs.set_up()\n"
        "async def one():\n    async with asyncio.TaskGroup() as tasks:\n"
        f"        tasks.create_task(two())\nasync def two():\n    raise KeyError({SECRET!r})\n"
        "asyncio.run(one())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=50
    )
    told = json.loads(done.stderr)
    assert (done.returncode, told["event"], told["exception"]) == (1, "ended", "KeyError")
    assert SECRET not in done.stderr
