"""Looking people up with the real dingtalk-sdk against the fake platform."""

import asyncio
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.adapters.dingtalk import Department, DingtalkDirectory, StaffMember
from bot.clock import VirtualClock
from bot.domain.errors import ChannelError, ChannelRefused, ChannelUnavailable
from tests.fakes.dingtalk_oapi import DEPARTMENTS, GET_TOKEN, PEOPLE, PERSON
from tests.fakes.dingtalk_platform import FakeDingtalk
from tests.fakes.dingtalk_rig import IMPATIENT, NOON, settings_for
from tests.fakes.dingtalk_world import HTML, Fault, Reply

ROWS = [
    {"id": 1, "name": "桥头社区", "createDeptGroup": True},
    {"id": 2, "name": "物业", "parentid": 1},
]
LI = {"userid": "staff-li", "name": "李楼长", "position": "楼长", "department": [2], "mobile": "1"}


@pytest.fixture
async def platform():
    fake = FakeDingtalk(VirtualClock(NOON))
    await fake.start()
    fake.directory.departments = ROWS
    fake.directory.people = [LI]
    yield fake
    await fake.stop()


@pytest.fixture
def executor():
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="directory") as pool:
        yield pool


@pytest.fixture
def directory(platform, executor):
    return DingtalkDirectory(settings_for(platform.base_url), executor)


@pytest.fixture
def impatient(platform, executor):
    return DingtalkDirectory(settings_for(platform.base_url, **IMPATIENT), executor)


async def test_somebody(directory):
    assert await directory.staff_member("staff-li") == StaffMember(
        id="staff-li", name="李楼长", title="楼长", department_ids=(2,)
    )


async def test_nobody(directory):
    assert await directory.staff_member("staff-nobody") is None


async def test_departments(directory):
    assert await directory.departments() == (
        Department(id=1, name="桥头社区", parent_id=None),
        Department(id=2, name="物业", parent_id=1),
    )


async def test_all_pages_of_a_department(directory, platform):
    platform.directory.people = [
        {"userid": f"staff-{number}", "name": "某人", "department": [2]} for number in range(205)
    ]
    people = await directory.staff_of(2)
    assert [person.id for person in people] == [f"staff-{number}" for number in range(205)]
    assert people[0] == StaffMember(id="staff-0", name="某人", title="", department_ids=(2,))
    assert platform.world.requests.count(PEOPLE) == 3


async def test_the_token_is_kept_and_renewed_once_when_it_is_refused(directory, platform):
    await directory.departments()
    await directory.departments()
    assert platform.directory.tokens_given == 1
    platform.directory.revoke_tokens()
    assert len(await directory.departments()) == 2
    assert platform.directory.tokens_given == 2


async def test_a_token_refused_for_ever_ends_after_two_requests(directory, platform):
    """Left to itself the library asks until Python's stack is full."""
    platform.directory.refuse_tokens = True
    with pytest.raises(ChannelUnavailable, match="40014"):
        await directory.staff_member("staff-li")
    assert platform.world.requests.count(PERSON) == 2


PROBLEMS = [
    (DEPARTMENTS, HTML, ChannelUnavailable),
    (DEPARTMENTS, Reply(text="{half"), ChannelUnavailable),
    (DEPARTMENTS, Reply(text="[]"), ChannelUnavailable),
    (DEPARTMENTS, Reply(text="{}"), ChannelUnavailable),
    (DEPARTMENTS, Reply(text='{"department": 7}'), ChannelUnavailable),
    (DEPARTMENTS, Reply(text='{"department": [{"id": "x", "name": ""}]}'), ChannelUnavailable),
    (DEPARTMENTS, Reply(text='{"department": [{"id": 1}]}'), ChannelUnavailable),
    (DEPARTMENTS, Reply(text='{"errcode": "x"}'), ChannelUnavailable),
    (DEPARTMENTS, Reply(text='{"errcode": 90018, "errmsg": "busy"}'), ChannelUnavailable),
    (DEPARTMENTS, Reply(text='{"errcode": 60011, "errmsg": "forbidden"}'), ChannelRefused),
    (DEPARTMENTS, Reply(status=500), ChannelUnavailable),
    (DEPARTMENTS, Fault.CUT, ChannelUnavailable),
    (GET_TOKEN, HTML, ChannelUnavailable),
    (GET_TOKEN, Reply(text="{}"), ChannelUnavailable),
    (GET_TOKEN, Reply(status=502), ChannelUnavailable),
]


@pytest.mark.parametrize(("path", "problem", "kind"), PROBLEMS)
async def test_what_goes_wrong_is_noticed(directory, platform, path, problem, kind):
    platform.fail(path, problem)
    with pytest.raises(ChannelError) as caught:
        await directory.departments()
    assert type(caught.value) is kind
    assert len(await directory.departments()) == 2


@pytest.mark.parametrize("path", [GET_TOKEN, DEPARTMENTS])
async def test_the_event_loop_goes_on_meanwhile(impatient, platform, path):
    """The request waits on a thread of the executor; another thing is done on the loop."""
    platform.fail(path, Fault.HANG)
    question = asyncio.ensure_future(impatient.departments())
    await platform.until(lambda: path in platform.world.requests)
    assert not question.done()
    assert any(thread.name.startswith("directory") for thread in threading.enumerate())
    with pytest.raises(ChannelUnavailable):
        await question


@pytest.mark.parametrize("problem", [Fault.CUT, HTML, Reply(status=500), Reply()])
@pytest.mark.parametrize("path", [GET_TOKEN, DEPARTMENTS])
async def test_neither_secret_nor_token_is_written_down(directory, platform, path, problem, caplog):
    platform.fail(path, problem)
    with pytest.raises(ChannelError) as caught:
        await directory.departments()
    written = "".join(traceback.format_exception(caught.value))
    written += "".join(str(vars(record)) for record in caplog.records)
    assert "ding-secret" not in written
    assert "old-token" not in written
