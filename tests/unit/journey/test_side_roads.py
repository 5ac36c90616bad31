"""Two people at once, a clock set back, a timer that fires twice: refused or done once, whole."""

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.timer import TimerKind
from tests.builders import group, private

LEADERS = group("lead1")


async def opened(rig):
    await rig.say("3栋门口的路灯坏了")
    await rig.say("1我去看", sender="a-liu", address=LEADERS)
    return await only(rig)


async def only(rig):
    (case,) = await rig.cases()
    return case


async def kinds(rig):
    case = await only(rig)
    history = await rig.store.look(lambda unit: unit.cases.history(case.key))
    return [event.kind for event in history]


async def said(rig, person=None):
    return [one.text for one in await rig.deliveries() if person in (None, one.person)]


async def at_once(rig, *words):
    for who, text in words:
        await rig.hear(text, sender=f"a-{who}", address=LEADERS)
    await rig.wait(10)


async def test_two_who_grant_the_same_wish_grant_it_once(rig):
    await opened(rig)
    await rig.say("1延期三天，等配件", sender="a-liu", address=LEADERS)
    await at_once(rig, ("sun", "1同意延期"), ("duty", "1同意延期"))
    case = await only(rig)
    assert (case.status, case.extended) == (CaseStatus.PROCESSING, 1)
    assert (await kinds(rig)).count(EventKind.EXTENDED) == 1


async def test_one_grants_and_another_refuses_in_the_same_moment(rig):
    await opened(rig)
    await rig.say("1延期三天，等配件", sender="a-liu", address=LEADERS)
    await at_once(rig, ("sun", "1不同意延期"), ("duty", "1同意延期"))
    case = await only(rig)
    assert (case.status, case.extended) == (CaseStatus.PROCESSING, 0)


async def test_done_while_another_asks_for_more_time(rig):
    await opened(rig)
    await at_once(rig, ("liu", "1延期三天，等配件"), ("he", "1修好了，换了整套线路"))
    case = await only(rig)
    assert (case.status, case.done_by) == (CaseStatus.PENDING_CHECK, "he")


async def test_a_clock_that_was_set_back_moves_nothing(rig):
    before = await opened(rig)
    rig.clock.jump(rig.clock.now().replace(hour=0))
    await rig.say("1修好了，换了整套线路", sender="a-liu", address=LEADERS)
    case = await only(rig)
    assert (case.status, case.done_at) == (before.status, None)
    assert EventKind.RESOLVED not in await kinds(rig)
    assert any("时间被往回拨了" in text for text in await said(rig))


async def test_what_is_refused_changes_nothing_at_all(rig):
    await opened(rig)
    waiting = await rows(rig)
    await rig.say("1条件不具备，先结了", sender="a-he", address=LEADERS)
    assert await rows(rig) == waiting
    assert (await only(rig)).status is CaseStatus.PROCESSING
    assert "还没等过居民补材料" in (await said(rig))[-1]


async def rows(rig):
    """The timers of the only case."""
    case = await only(rig)

    async def read(unit):
        late = rig.clock.now().replace(year=2027)
        found = await unit.timers.claim_due(late, rig.office.settings.lease, 99)
        raise Looked(sorted((one.kind, one.due_at) for one in found if one.case == case.key))

    try:
        await rig.store.work(read)
    except Looked as looked:
        return looked.args[0]
    raise AssertionError("it always looks")


class Looked(Exception):
    """What was read, and the unit of work undone."""


async def test_a_pause_ends_once(rig):
    await opened(rig)
    await rig.say("1先挂到4号，等配件", sender="a-sun", address=LEADERS)
    case = await only(rig)
    assert case.status is CaseStatus.SUSPENDED
    assert [kind for kind, _ in await rows(rig)] == [TimerKind.PAUSE_OVER]
    await rig.wait(2 * 86400)
    resumed = await only(rig)
    assert resumed.status is CaseStatus.PROCESSING
    assert resumed.resolve_until > case.resolve_until
    assert (await kinds(rig)).count(EventKind.RESUMED) == 1


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("liu", "1核查过了，结案"),
        ("liu", "1同意延期"),
        ("shu", "1同意延期"),
        ("chen", "1同意延期"),
    ],
)
async def test_nobody_grants_or_checks_what_is_his_own_or_not_his_to_grant(rig, who, told):
    await opened(rig)
    if "延期" in told:
        await rig.say("1延期三天，等配件", sender="a-liu", address=LEADERS)
    else:
        await rig.say("1修好了[图片]", sender="a-liu", address=LEADERS)
    before = await only(rig)
    await rig.say(told, sender=f"a-{who}", address=LEADERS)
    after = await only(rig)
    assert (after.status, after.extended, after.checked_by) == (before.status, 0, None)


async def test_a_department_that_there_is_not(rig):
    before = await opened(rig)
    await rig.say("1派给星际管理局", sender="a-he", address=LEADERS)
    after = await only(rig)
    assert (after.status, after.department, after.owner) == (
        before.status,
        before.department,
        before.owner,
    )
    last = (await said(rig))[-1]
    assert "没认出要派给哪个部门" in last
    assert "星际" not in last


async def test_talk_of_some_office_is_no_attempt_to_send_anything_there(rig):
    await opened(rig)
    heard = await said(rig)
    await rig.say("请物管科来开个会", sender="a-he", address=LEADERS)
    assert await said(rig) == heard


async def test_whoever_gets_what_was_given_back_has_no_more_time_in_all(rig):
    before = await opened(rig)
    await rig.say("1这不归我们管，退单", sender="a-liu", address=LEADERS)
    await rig.wait(2 * 3600)
    await rig.say("1同意退单，转市政", sender="a-he", address=LEADERS)
    after = await only(rig)
    assert (after.status, after.department) == (CaseStatus.DISPATCHED, "市政")
    assert after.resolve_until == before.resolve_until
    assert after.accept_until > before.accept_until
    settling = [at for kind, at in await rows(rig) if kind is TimerKind.RESOLVE_DUE]
    assert settling == [before.resolve_until]


async def test_staff_cannot_change_what_a_resident_thinks(rig):
    await opened(rig)
    await rig.say("1修好了[图片]", sender="a-liu", address=LEADERS)
    await rig.say("1核查过了，结案", sender="a-he", address=LEADERS)
    await rig.say("没好，不满意", address=private())
    await rig.say("1修好了[图片]", sender="a-liu", address=LEADERS)
    await rig.say("1核查过了，结案", sender="a-he", address=LEADERS)
    await rig.say("基本满意", address=private())
    rated = await only(rig)
    assert (rated.status, rated.rating, rated.reopened) == (CaseStatus.EVALUATED, 3, 1)
    for who in ("liu", "he", "sun"):
        await rig.say("1很满意，5分", sender=f"a-{who}", address=LEADERS)
    assert (await only(rig)).rating == 3
