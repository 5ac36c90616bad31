"""Values for tests, complete but for what a test is about.

Comes in: the fields that matter. Goes out: frozen domain values. Instants go from `T0`, a Monday
morning in an ordinary working week.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.case import Case, CaseEvent, CaseStatus, EventKind
from bot.domain.delivery import Delivery
from bot.domain.grid import Building, Directory, Grid, Listening, Room, RoomKind
from bot.domain.matters import Admission, Level, Matter, OnSite, Privacy, Urgency
from bot.domain.message import Address, ConversationKind, InboundMessage
from bot.domain.people import Person, Role
from bot.domain.place import Place
from bot.domain.timer import Timer, TimerKind
from bot.domain.turn import Guess, StoredMessage, Turn, Understanding
from bot.storage import migrations

T0 = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday, 10:00 in Shanghai."""

CHANNEL = "fake"

NEWEST = max(
    path.name[:4] for path in (Path(migrations.__file__).parent / "versions").glob("[0-9]*_*.py")
)
"""The newest revision of the store."""


def after(seconds: float = 0, **more: float) -> datetime:
    """An instant after `T0`."""
    return T0 + timedelta(seconds=seconds, **more)


def group(conversation: str = "own1", *, channel: str = CHANNEL) -> Address:
    return Address(channel=channel, kind=ConversationKind.GROUP, conversation=conversation)


def private(person: str = "a-wang", *, channel: str = CHANNEL) -> Address:
    return Address(channel=channel, kind=ConversationKind.PRIVATE, conversation="", person=person)


def inbound(text: str = "路灯坏了", **fields) -> InboundMessage:
    fields = {
        "channel": CHANNEL,
        "external_id": "x-1",
        "address": group(),
        "sender": "a-wang",
        "sender_name": "王秀兰",
        "sent_at": T0,
        "received_at": T0,
    } | fields
    return InboundMessage(text=text, **fields)


def stored(number: int = 1, text: str = "路灯坏了", **fields) -> StoredMessage:
    fields = {
        "id": f"message-{number:06d}",
        "channel": CHANNEL,
        "external_id": f"x-{number}",
        "thread": "own/wang",
        "room": "own",
        "sender": "wang",
        "sender_name": "王秀兰",
        "address": group(),
        "sent_at": after(number),
        "received_at": after(number),
    } | fields
    return StoredMessage(text=text, **fields)


def turn(number: int = 1, **fields) -> Turn:
    fields = {
        "id": f"turn-{number:06d}",
        "thread": "own/wang",
        "room": "own",
        "sender": "wang",
        "started_at": after(number),
        "due_at": after(number + 8),
    } | fields
    return Turn(**fields)


def guess(**fields) -> Guess:
    fields = {
        "request": 0.95,
        "question": 0.0,
        "item": "GY-11",
        "category": "GY",
        "top3": ("GY-11", "WY-03", "CG-17"),
        "confidence": 0.9,
        "model": "fake-1",
    } | fields
    return Guess(**fields)


def understanding(**fields) -> Understanding:
    fields = {"whole": guess(), "messages": (guess(),), "problems": ()} | fields
    return Understanding(**fields)


def case(number: int = 1, **fields) -> Case:
    fields = {
        "key": f"case-{number:06d}",
        "number": number,
        "community": "桥头社区",
        "grid": "g1",
        "item": "GY-11",
        "category": "GY",
        "status": CaseStatus.DISPATCHED,
        "urgency": Urgency.P2,
        "privacy": Privacy.NORMAL,
        "place": Place(building="3栋"),
        "words": "3栋门口的路灯坏了",
        "reporter": "wang",
        "opened_in": "own",
        "channel": CHANNEL,
        "opened_at": T0,
        "touched_at": T0,
        "level": Level.GRID,
        "department": "市政",
    } | fields
    return Case(**fields)


def case_event(number: int = 1, **fields) -> CaseEvent:
    fields = {
        "case": "case-000001",
        "at": after(number),
        "kind": EventKind.ADDED,
        "actor": "bot",
        "detail": {"note": f"n{number}"},
    } | fields
    return CaseEvent(**fields)


def timer(number: int = 1, **fields) -> Timer:
    fields = {
        "id": f"timer-{number:06d}",
        "case": "case-000001",
        "kind": TimerKind.ACCEPT_DUE,
        "due_at": after(number),
    } | fields
    return Timer(**fields)


def delivery(number: int = 1, **fields) -> Delivery:
    fields = {
        "id": f"delivery-{number:06d}",
        "cause": f"turn-{number:06d}",
        "ordinal": 1,
        "address": group(),
        "text": f"已登记 #{number}",
        "due_at": T0,
        "until": T0 + timedelta(days=1),
    } | fields
    return Delivery(**fields)


OWN = Room(
    id="own",
    kind=RoomKind.OWNERS,
    name="富善花园业主群",
    community="桥头社区",
    grid="g1",
    bindings=((CHANNEL, "own1"),),
)
LEAD = Room(
    id="lead",
    kind=RoomKind.LEADERS,
    name="第一网格党员楼长群",
    community="桥头社区",
    grid="g1",
    bindings=((CHANNEL, "lead1"),),
)
MEEK = replace(
    OWN,
    id="meek",
    name="富裕花园业主群",
    bindings=((CHANNEL, "meek1"),),
    listening=Listening.ADDRESSED,
)


def person(id_: str, name: str, *roles: Role, **fields) -> Person:
    return Person(id=id_, name=name, roles=roles, accounts=((CHANNEL, f"a-{id_}"),), **fields)


WANG = person("wang", "王秀兰", Role.RESIDENT)
ZHAO = person("zhao", "赵强", Role.RESIDENT)
CHEN = person("chen", "陈楼长", Role.BUILDING_LEADER, grids=("g1",), buildings=("3栋",))
LIU = person("liu", "刘网格员", Role.GRID_MEMBER, grids=("g1",))
HE = person("he", "何网格长", Role.GRID_LEADER, grids=("g1",))
SUN = person("sun", "孙书记", Role.COMMUNITY_SECRETARY)
DUTY = person("duty", "值班室", Role.DUTY_OFFICER)
SHU = person("shu", "市政小张", Role.DEPARTMENT, department="市政")


def directory(**fields) -> Directory:
    fields = {
        "street": "西南街道",
        "grids": (
            Grid(
                id="g1",
                name="第一网格",
                community="桥头社区",
                buildings=tuple(Building(name=f"{n}栋", aliases=(f"{n}号楼",)) for n in (1, 2, 3)),
            ),
        ),
        "rooms": (OWN, LEAD, MEEK),
        "people": (WANG, ZHAO, CHEN, LIU, HE, SUN, DUTY, SHU),
        "phones": {"duty": "0757-12345"},
    } | fields
    return Directory(**fields)


def matter(item: str = "GY-11", **fields) -> Matter:
    fields = {
        "name": "路灯损坏与照明不足",
        "category": item.partition("-")[0],
        "category_name": "公用设施",
        "departments": ("市政", "供电企业"),
        "first_level": Level.GRID,
        "urgency": Urgency.P2,
        "on_site": OnSite.PARTLY,
        "admission": Admission.ADMITTED,
        "privacy": Privacy.NORMAL,
        "accept_hours": 2.0,
        "resolve_workdays": 3,
    } | fields
    return Matter(item=item, **fields)
