"""The web side: say, state, events."""

import asyncio
import io
import json

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.errors import ChannelRefused, StorageError, StorageFull
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    OutboundMessage,
)

WISH = {"room": "own1", "sender": "r1", "text": "楼梯没有扶手"}


def answer(delivery="d1", text="收到"):
    address = Address(channel="simulator", kind=ConversationKind.GROUP, conversation="own1")
    return OutboundMessage(delivery_id=delivery, address=address, text=text)


async def next_event(response):
    block = (await response.content.readuntil(b"\n\n")).decode()
    fields = dict(line.split(": ", 1) for line in block.strip().split("\n"))
    return fields["event"], fields["id"], json.loads(fields["data"])


async def test_saying_reaches_the_service_and_the_state(client, service):
    response = await client.post("/simulator/say", json=WISH)
    assert response.status == 201
    post = await response.json()
    assert (post["text"], post["sender"], post["room"]) == ("楼梯没有扶手", "r1", "own1")
    assert [message.text for message in service.heard] == ["楼梯没有扶手"]
    state = await (await client.get("/simulator/state")).json()
    assert state["posts"] == [post]
    assert state["bot"] == {"name": "群理"}
    assert state["groups"][0] == {"id": "own1", "name": "富善花园业主群", "kind": "owners"}
    assert state["members"][0] == {
        "id": "r1",
        "name": "王秀兰",
        "role": "resident",
        "note": "1号楼",
        "groups": ["own1"],
    }


@pytest.mark.parametrize(
    ("wish", "status", "reason"),
    [
        (WISH | {"room": "own9"}, 404, "unknown_room"),
        (WISH | {"sender": "x"}, 404, "unknown_sender"),
        (WISH | {"room": "lead1"}, 403, "not_member"),
        (WISH | {"text": ""}, 400, "empty"),
        (WISH | {"text": "字" * 20_001}, 413, "too_long"),
        ([], 400, "bad_request"),
    ],
)
async def test_refusals_say_why(client, service, wish, status, reason):
    response = await client.post("/simulator/say", json=wish)
    assert (response.status, await response.json()) == (status, {"error": reason})
    assert service.heard == []


@pytest.mark.parametrize(
    ("trouble", "status", "reason"),
    [(StorageFull("full"), 507, "storage_full"), (StorageError("locked"), 503, "storage")],
)
async def test_storage_trouble_reaches_the_page(client, service, trouble, status, reason):
    service.trouble = trouble
    response = await client.post("/simulator/say", json=WISH)
    assert (response.status, await response.json()) == (status, {"error": reason})
    state = await (await client.get("/simulator/state")).json()
    assert state["posts"] == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (json.dumps(WISH).encode(), "text/plain"),
        (b"room=own1&sender=r1&text=x", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b'{"text": "\xff\xfe"}', "application/json"),
        (b"[" * 100_000, "application/json"),
    ],
    ids=["plain", "form", "broken", "invalid utf-8", "deep"],
)
async def test_only_proper_json_is_taken(client, service, body, content_type):
    response = await client.post(
        "/simulator/say", data=body, headers={"Content-Type": content_type}
    )
    assert (response.status, await response.json()) == (400, {"error": "bad_request"})
    assert service.heard == []


async def test_before_the_service_runs_nothing_is_taken(channel):
    app = web.Application()
    app.router.add_routes(channel.routes())
    async with TestClient(TestServer(app)) as client:
        response = await client.post("/simulator/say", json=WISH)
        assert (response.status, await response.json()) == (503, {"error": "not_ready"})


async def test_events_go_on_from_the_state(client, channel):
    await channel.send(answer("d1", "before"))
    position = (await (await client.get("/simulator/state")).json())["position"]
    async with client.get("/simulator/events", params={"after": position}) as response:
        assert response.content_type == "text/event-stream"
        await channel.send(answer("d2", "after"))
        event, _, post = await next_event(response)
        assert (event, post["text"]) == ("post", "after")


async def test_events_resume_where_they_broke_off(client, channel):
    begin = (await (await client.get("/simulator/state")).json())["position"]
    await channel.send(answer("d1", "one"))
    await channel.send(answer("d2", "two"))
    async with client.get("/simulator/events", params={"after": begin}) as response:
        _, mark, _ = await next_event(response)
    # Last-Event-ID wins over the address, which the browser repeats unchanged
    async with client.get(
        "/simulator/events", params={"after": begin}, headers={"Last-Event-ID": mark}
    ) as response:
        _, _, post = await next_event(response)
        assert post["text"] == "two"


@pytest.mark.parametrize("mark", ["", "another-run.0", "{epoch}.7", "{epoch}.x", "{epoch}.-1"])
async def test_a_mark_of_another_run_begins_anew(client, channel, mark):
    after = mark.format(epoch=channel.platform.epoch)
    async with client.get("/simulator/events", params={"after": after}) as response:
        event, new_mark, _ = await next_event(response)
        assert (event, new_mark) == ("reset", f"{channel.platform.epoch}.0")
        assert await response.content.read() == b""


async def test_streams_end_when_they_are_closed(client, channel):
    after = f"{channel.platform.epoch}.0"
    async with client.get("/simulator/events", params={"after": after}) as response:
        await channel.send(answer())
        await next_event(response)
        channel.close_streams()
        channel.close_streams()  # twice does no harm
        async with asyncio.timeout(1):
            assert await response.content.read() == b""


PNG = b"\x89PNG\r\n\x1a\n and so on"


async def hung(client, data=PNG, kind="image/png"):
    response = await client.post(
        "/simulator/pictures", data=io.BytesIO(data), headers={"Content-Type": kind}
    )
    return response.status, await response.json()


async def test_a_picture_goes_the_whole_way(client, service, channel):
    status, told = await hung(client)
    assert status == 201
    said = await client.post("/simulator/say", json=WISH | told)
    post = await said.json()
    assert (post["picture"], post["image"]) == (True, told["image"])
    shown = await client.get(f"/simulator/pictures/{told['image']}")
    assert (shown.content_type, await shown.read()) == ("image/png", PNG)
    (message,) = service.heard
    (attachment,) = message.attachments
    assert await channel.fetch(attachment, 100) == PNG
    with pytest.raises(ChannelRefused, match="too many"):
        await channel.fetch(attachment, 10)


@pytest.mark.parametrize(
    ("data", "kind", "status", "reason"),
    [
        (PNG, "text/plain", 400, "bad_request"),
        (b"<svg/>", "image/svg+xml", 415, "no_picture"),
        (b"", "image/png", 415, "no_picture"),
        (b"\xff\xd8\xff" + b"0" * 5_000_000, "image/jpeg", 413, "picture_too_large"),
    ],
    ids=["form", "svg", "nothing", "large"],
)
async def test_what_is_no_picture_is_not_taken(client, data, kind, status, reason):
    assert await hung(client, data, kind) == (status, {"error": reason})


async def test_a_picture_that_is_not_there(client, service, channel):
    response = await client.post("/simulator/say", json=WISH | {"image": "gone"})
    assert (response.status, await response.json()) == (415, {"error": "no_picture"})
    assert (await client.get("/simulator/pictures/gone")).status == 404
    gone = Attachment(kind=AttachmentKind.PICTURE, reference="gone")
    with pytest.raises(ChannelRefused, match="no such"):
        await channel.fetch(gone, 100)


async def test_old_pictures_are_forgotten(client, channel):
    names = [(await hung(client))[1]["image"] for _ in range(42)]
    assert list(channel.platform.pictures) == names[2:]
