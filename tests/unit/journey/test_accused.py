"""The accused never handles, sees or learns of a complaint about himself (domain rules §6.3)."""

from dataclasses import replace

import pytest

from bot.desk.books.cases import Casebook
from bot.desk.doorkeeper import HERE
from bot.domain.case import CaseStatus
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.wiring.journey import make_journey
from tests.builders import case, directory, group, person, private
from tests.fakes.classifier import FakeClassifier

PARTS = [role for role in Role if role is not Role.RESIDENT]

COMPLAINTS = {
    Role.PROPERTY: "路灯的事先不说，物业经理收红包，车位先给熟人",
    Role.BUILDING_LEADER: "路灯的事先不说，我要投诉楼长，收了人家的好处",
    Role.GRID_MEMBER: "路灯的事先不说，我要投诉网格员，当众骂老人",
    Role.GRID_LEADER: "路灯的事先不说，我要投诉网格长，低保名额优亲厚友",
    Role.COMMUNITY_SECRETARY: "路灯的事先不说，社区书记吃拿卡要",
    Role.STREET: "路灯的事先不说，我要投诉街道干部，故意刁难人",
}
LOOKS = ("1到哪一步了", "312不说了，1是什么情况", "我的件")
TOUCHES = ("1我去看", "1修好了", "1不受理", "1派给市政")


def accused(role: Role):
    department = "市政" if role in (Role.DEPARTMENT, Role.PROPERTY) else None
    return person("bad", "甲某某", role, grids=("g1",), department=department)


@pytest.fixture
def among(rig):
    """The rig with one more person in the grid."""

    def put(one):
        known = directory()
        rig.office = replace(rig.office, areas=replace(known, people=(*known.people, one)))
        rig.journey = make_journey(rig.office, rig.store, rig.tools)
        return one

    return put


def told(rig, who="a-bad"):
    return [one.text for one in rig.channel.sent if one.address.person == who]


def in_group(rig, conversation="lead1"):
    return [one.text for one in rig.channel.sent if one.address.conversation == conversation]


@pytest.mark.parametrize("role", PARTS)
@pytest.mark.parametrize("key", [ReplyKey.STATUS, ReplyKey.LEADER_PRIVATE, ReplyKey.LAMP_RED])
async def test_nothing_about_it_is_said_to_him_or_where_he_sits(rig, among, role, key):
    among(accused(role))
    complaint = case(item="WY-06", category="WY", accused=(role.value,))

    async def say(unit):
        await unit.cases.add(complaint)
        docket = Docket(office=rig.office, unit=unit, now=rig.clock.now(), cause="test")
        alone = await docket.say(Say(key=key, person="bad", case=complaint.key))
        aloud = await docket.say(Say(key=key, room="lead", case=complaint.key))
        aside = await docket.say(Say(key=key, room="lead", otherwise="bad", case=complaint.key))
        other = await docket.say(Say(key=key, person="wang", case=complaint.key))
        return alone, aloud, aside, other

    assert await rig.store.work(say) == (False, False, False, True)


@pytest.mark.parametrize("role", COMPLAINTS, ids=lambda role: role.value)
async def test_whoever_is_complained_of_sees_and_does_nothing(rig, among, role):
    among(accused(role))
    await rig.say(COMPLAINTS[role], address=private())
    (complaint,) = await rig.cases()
    assert complaint.accused
    before = len(rig.channel.sent)
    assert before
    for words in (*LOOKS, *TOUCHES):
        await rig.hear(words, sender="a-bad", address=group("lead1"))
        await rig.say(words, sender="a-bad", address=private("a-bad"))
    assert [text for text in told(rig) if "#1" in text] == []
    assert [text for text in in_group(rig) if "#1" in text] == []
    (after,) = await rig.cases()
    assert (after.status, after.owner) == (CaseStatus.DISPATCHED, None)
    assert (after.item, after.level, after.department) == (
        complaint.item,
        complaint.level,
        complaint.department,
    )


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Role.BUILDING_LEADER, "community"),
        (Role.GRID_MEMBER, "community"),
        (Role.GRID_LEADER, "community"),
        (Role.COMMUNITY_SECRETARY, "street"),
        (Role.STREET, "street"),
    ],
)
async def test_it_goes_to_the_community_or_above(rig, among, role, level):
    among(accused(role))
    rig.classifier = FakeClassifier({"路灯": "CG-01"})
    rig.journey = make_journey(rig.office, rig.store, rig.tools)
    await rig.say(COMPLAINTS[role], address=private())
    (complaint,) = await rig.cases()
    assert complaint.level == level
    assert complaint.assignee != "bad"


async def test_a_person_who_is_named_is_meant_alone(rig, among):
    among(accused(Role.GRID_MEMBER))
    await rig.say("路灯的事先不说，我要投诉刘网格员，当众骂老人", address=private())
    (complaint,) = await rig.cases()
    assert complaint.accused == ("person:liu",)


async def test_an_emergency_accuses_nobody(rig):
    await rig.say("保安打人了，拿刀打起来了，快来人")
    (alarm,) = await rig.cases()
    assert (alarm.emergency, alarm.accused) == ("EM09", ())


@pytest.mark.parametrize("item", ["WY-10", "JF-08", "GY-11"])
async def test_the_desk_shows_complaints_to_nobody(rig, item):
    complaint = case(item=item, category=item[:2], owner="liu", accused=())

    async def add(unit):
        await unit.cases.add(complaint)

    await rig.store.work(add)
    office = rig.office
    board = Casebook(
        store=rig.store,
        directory=lambda: office.directory,
        matters=office.listed,
        words=office.words,
        signals=office.signals,
        lamp=office.lamp,
        clock=office.clock,
    )
    row = (await board.read(HERE, complaint.key)).case
    hidden = item != "GY-11"
    assert (row.private, row.place == "", row.owner == "") == (hidden, hidden, hidden)
