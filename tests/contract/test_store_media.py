"""Pictures of cases: wanted once, claimed in turn, kept, and gone when their time is up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import CaseStatus
from bot.domain.media import Kept, Media, MediaState, Picture, Recording
from bot.domain.message import Attachment, AttachmentKind
from tests.builders import T0, after, case

LEASE = timedelta(seconds=60)
SMALL = Picture(data=b"\xff\xd8 a picture", width=6, height=4)
SHOWN = Kept(data=SMALL.data, form="image/jpeg")
SPOKEN = Recording(data=b"ID3 a voice", form="audio/mpeg", seconds=7)


def media(number=1, **fields) -> Media:
    fields = {
        "case": "case-000001",
        "message": f"message-{number:06d}",
        "ordinal": 1,
        "sender": "wang",
        "channel": "fake",
        "attachment": Attachment(kind=AttachmentKind.PICTURE, reference=f"code-{number}"),
        "said_at": after(number),
    } | fields
    return Media(id=f"media-{number:06d}", **fields)


async def do(store, what, *arguments, **named):
    return await store.work(lambda unit: getattr(unit.media, what)(*arguments, **named))


async def claim(store, now, limit, *, of_cases=True):
    return await do(store, "claim", now, LEASE, limit, of_cases=of_cases)


async def claimed(store, now, limit=9):
    return [one.id[-1] for one in await claim(store, now, limit)]


async def test_it_is_kept_as_it_was_wanted(store):
    await do(store, "want", [media()])
    assert await do(store, "of_case", "case-000001") == [media()]
    assert await do(store, "of_case", "case-000002") == []


async def test_the_same_again_is_left_out(store):
    await do(store, "want", [media()])
    await do(store, "want", [replace(media(), id="media-000009"), media(2)])
    assert [one.id[-1] for one in await do(store, "of_case", "case-000001")] == ["1", "2"]


async def test_nothing_wanted_is_no_trouble(store):
    await do(store, "want", [])
    assert await do(store, "next_due", of_cases=True) is None


async def test_one_message_may_belong_to_two_cases(store):
    await do(
        store, "want", [media(1), replace(media(2), case="case-000002", message=media(1).message)]
    )
    assert len(await do(store, "of_case", "case-000002")) == 1


async def test_the_oldest_first(store):
    await do(store, "want", [media(3), media(1), media(2)])
    assert await claimed(store, T0) == []
    assert await claimed(store, after(9), limit=2) == ["1", "2"]
    assert await claimed(store, after(9)) == ["3"]
    assert await claimed(store, after(9)) == []


async def test_a_lease_ends(store):
    await do(store, "want", [media()])
    (first,) = await claim(store, after(5), 9)
    assert first.attempts == 1
    assert await claimed(store, after(64)) == []
    (second,) = await claim(store, after(65), 9)
    assert second.attempts == 2


async def test_kept_and_given(store):
    await do(store, "want", [media()])
    await do(store, "keep", "media-000001", SMALL)
    (kept,) = await do(store, "of_case", "case-000001")
    assert (kept.state, kept.size, kept.width, kept.height) == (MediaState.KEPT, 12, 6, 4)
    assert kept.attachment.reference == "", "where it came from is forgotten"
    assert await do(store, "kept", "case-000001", "media-000001") == SHOWN
    assert await do(store, "kept", "case-000002", "media-000001") is None
    assert await claimed(store, after(999)) == []


async def test_refused_is_refused_for_good(store):
    await do(store, "want", [media()])
    await do(store, "refuse", "media-000001", "gone")
    await do(store, "keep", "media-000001", SMALL)
    await do(store, "retry", "media-000001", T0)
    (one,) = await do(store, "of_case", "case-000001")
    assert (one.state, one.reason) == (MediaState.REFUSED, "gone")
    assert await do(store, "kept", "case-000001", "media-000001") is None
    assert await do(store, "next_due", of_cases=True) is None


async def test_again_later(store):
    await do(store, "want", [media()])
    await claim(store, after(5), 9)
    await do(store, "retry", "media-000001", after(30))
    assert await do(store, "next_due", of_cases=True) == after(30)
    assert await claimed(store, after(29)) == []
    assert await claimed(store, after(30)) == ["1"]


@pytest.mark.parametrize(
    ("status", "fields", "over"),
    [
        (CaseStatus.CLOSED, {"closed_at": after(10)}, True),
        (CaseStatus.CLOSED, {"closed_at": after(11)}, False),
        (CaseStatus.REJECTED, {"touched_at": after(10)}, True),
        (CaseStatus.PROCESSING, {"touched_at": T0}, False),
    ],
)
async def test_whose_time_is_up(store, status, fields, over):
    await store.work(lambda unit: unit.cases.add(case(1, status=status, **fields)))
    assert await do(store, "over", after(10), 9) == []
    await do(store, "want", [media()])
    assert await do(store, "over", after(10), 9) == (["case-000001"] if over else [])


async def test_all_of_a_case_go(store):
    await do(store, "want", [media(1), media(2), media(3, case="case-000002")])
    await do(store, "keep", "media-000001", SMALL)
    assert await do(store, "erase", ["case-000001", "case-000009"]) == 2
    assert await do(store, "of_case", "case-000001") == []
    assert len(await do(store, "of_case", "case-000002")) == 1


async def test_those_of_one_person_go(store):
    await do(store, "want", [media(1), media(2, sender="chen"), media(3, case="case-000002")])
    assert await do(store, "erase_of", "wang", "case-000001") == 1
    assert [one.sender for one in await do(store, "of_case", "case-000001")] == ["chen"]


async def test_voices_are_claimed_apart_and_dropped(store):
    voice = Attachment(kind=AttachmentKind.VOICE, reference="v")
    await do(store, "want", [media(1), media(2, case="", attachment=voice)])
    (one,) = await claim(store, after(9), 9, of_cases=False)
    assert (one.case, one.attachment) == ("", voice)
    assert await claimed(store, after(9)) == ["1"]
    await do(store, "drop", one.id)
    assert await do(store, "next_due", of_cases=False) is None


async def test_a_recording_is_kept_like_a_picture(store):
    voice = Attachment(kind=AttachmentKind.VOICE, reference="v")
    await do(store, "want", [media(attachment=voice)])
    assert [one.id for one in await claim(store, after(9), 9)] == ["media-000001"]
    await do(store, "keep", "media-000001", SPOKEN)
    (one,) = await do(store, "of_case", "case-000001")
    assert (one.state, one.form, one.seconds, one.size) == (
        MediaState.KEPT,
        "audio/mpeg",
        7,
        len(SPOKEN.data),
    )
    kept = await do(store, "kept", "case-000001", "media-000001")
    assert kept == Kept(data=SPOKEN.data, form="audio/mpeg")
