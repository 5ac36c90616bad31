"""Pictures of a case on its page: who sees them, and that a look at what is restricted is kept."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.cases import Casebook
from bot.desk.doorkeeper import HERE
from bot.domain.case import EventKind
from bot.domain.lamps import Lamp
from bot.domain.matters import Privacy
from bot.domain.media import Kept, Media, Picture, Recording
from bot.domain.message import Attachment, AttachmentKind
from bot.domain.people import Person, Role
from bot.domain.viewing import Viewer
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import T0, case, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

PICTURE = Picture(data=b"\xff\xd8\xff a picture", width=60, height=40)
SHOWN = Kept(data=PICTURE.data, form="image/jpeg")
SPOKEN = Recording(data=b"ID3 a voice", form="audio/mpeg", seconds=7)
OPEN, CLOSE, HEARD = case(1), case(2, privacy=Privacy.RESTRICTED), case(3)


def viewer(role, grid="g1", name="he") -> Viewer:
    person = Person(id="he", name="贺敏", roles=(role,), grids=(grid,))
    return Viewer(name=name, person=person)


LEADER, MEMBER = viewer(Role.GRID_LEADER), viewer(Role.GRID_MEMBER)
STRANGER = viewer(Role.GRID_LEADER, "g9")
CLERK = Viewer(name="clerk", all_open=True)


def media(number, key, picture=PICTURE):
    return Media(
        id=f"media-{number}",
        case=key,
        message=f"message-{number}",
        ordinal=1,
        sender="wang",
        channel="fake",
        attachment=Attachment(kind=AttachmentKind.PICTURE, reference="code"),
        said_at=T0,
    )


def spoken(number):
    voice = Attachment(kind=AttachmentKind.VOICE, reference=f"voice-{number}")
    return replace(media(number, HEARD.key), attachment=voice)


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)

    async def fill(unit):
        for one in (OPEN, CLOSE, HEARD):
            await unit.cases.add(one)
        await unit.media.want([media(1, OPEN.key), media(2, CLOSE.key), media(3, OPEN.key)])
        await unit.media.keep("media-1", PICTURE)
        await unit.media.keep("media-2", PICTURE)
        await unit.media.want([spoken(4), spoken(5)])
        await unit.media.keep("media-4", SPOKEN)
        await unit.media.keep("media-5", replace(SPOKEN, form="audio/amr"))

    await opened.work(fill)
    yield opened
    await opened.close()


@pytest.fixture
async def board(store):
    return Casebook(
        store=store,
        directory=directory,
        matters=await asyncio.to_thread(read_matters, None),
        words=await asyncio.to_thread(Catalogue.load),
        signals=FakeSignals(),
        lamp=lambda _: Lamp.GREEN,
        clock=FakeClock(),
    )


async def looks(store, key):
    history = await store.look(lambda unit: unit.cases.history(key))
    return [(event.actor, dict(event.detail)) for event in history if event.kind is EventKind.SEEN]


@pytest.mark.parametrize("who", [LEADER, MEMBER, HERE], ids=["leader", "member", "trial"])
async def test_those_who_work_on_it_see_them(board, store, who):
    reading = await board.read(who, OPEN.key)
    assert [(row.id, row.state, row.who, row.width) for row in reading.pictures] == [
        ("media-1", "kept", "居民", 60),
        ("media-3", "wanted", "居民", 0),
    ]
    assert await board.picture(who, OPEN.key, "media-1") == SHOWN
    assert await looks(store, OPEN.key) == []


@pytest.mark.parametrize("who", [STRANGER, CLERK], ids=["another grid", "without a part"])
async def test_others_do_not(board, who):
    reading = await board.read(who, OPEN.key)
    assert reading is None or not reading.pictures
    assert await board.picture(who, OPEN.key, "media-1") is None


@pytest.mark.parametrize(
    ("key", "picture"),
    [(OPEN.key, "media-3"), (OPEN.key, "media-2"), (OPEN.key, "media-9"), ("nothing", "media-1")],
    ids=["not here yet", "of another case", "unknown", "no case"],
)
async def test_what_is_not_there(board, key, picture):
    assert await board.picture(LEADER, key, picture) is None


async def test_of_a_restricted_case_only_those_whom_it_is_for_and_it_is_kept(board, store):
    assert not (await board.read(LEADER, CLOSE.key)).pictures
    assert await board.picture(MEMBER, CLOSE.key, "media-2") is None
    assert await board.picture(HERE, CLOSE.key, "media-2") is None
    assert await looks(store, CLOSE.key) == []
    assert [row.id for row in (await board.unmask(LEADER, CLOSE.key)).pictures] == ["media-2"]
    assert await board.picture(LEADER, CLOSE.key, "media-2") == SHOWN
    assert await looks(store, CLOSE.key) == [
        ("he", {"account": "he"}),
        ("he", {"account": "he", "picture": "media-2"}),
    ]


async def test_the_page_shows_them(desk, board):
    async with TestClient(TestServer(desk(board=board))) as client:
        text = await (await client.get(f"/cases/{OPEN.key}")).text()
        for part in (
            f'src="/cases/{OPEN.key}/pictures/media-1"',
            "居民 03-02 10:00 发的图片",
            "正在取",
        ):
            assert part in text
        shown = await client.get(f"/cases/{OPEN.key}/pictures/media-1")
        assert (shown.content_type, await shown.read()) == ("image/jpeg", PICTURE.data)
        assert (await client.get(f"/cases/{OPEN.key}/pictures/media-3")).status == 404


async def test_recordings_are_played_on_the_page_or_taken_away(desk, board):
    async with TestClient(TestServer(desk(board=board))) as client:
        text = await (await client.get(f"/cases/{HEARD.key}")).text()
        assert f'src="/cases/{HEARD.key}/pictures/media-4" aria-label="居民' in text
        assert "下载录音（7 秒）" in text
        played = await client.get(f"/cases/{HEARD.key}/pictures/media-4")
        assert (played.content_type, await played.read()) == ("audio/mpeg", SPOKEN.data)
        assert "media-src 'self'" in played.headers["Content-Security-Policy"]
        taken = await client.get(f"/cases/{HEARD.key}/pictures/media-5")
        assert taken.content_type == "audio/amr"
