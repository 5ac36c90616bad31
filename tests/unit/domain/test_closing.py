"""What a case lacks before it may be closed."""

from dataclasses import replace

import pytest

from bot.domain.case import CaseStatus
from bot.domain.closing import Lack, is_content, lacking, wants_picture, wants_release
from bot.domain.matters import OnSite, Privacy, Urgency
from tests.builders import case, matter

HANDED_IN = case(status=CaseStatus.PENDING_CHECK, done_by="liu")
ON_THE_SPOT = matter(on_site=OnSite.YES)
ELSEWHERE = matter(on_site=OnSite.NO)
QUARREL = replace(HANDED_IN, item="JF-01", category="JF")
ALARM = replace(HANDED_IN, urgency=Urgency.P0, emergency="EM01")


@pytest.mark.parametrize(
    ("known", "of", "expected"),
    [
        (HANDED_IN, ON_THE_SPOT, (Lack.PICTURE, Lack.CHECK)),
        (replace(HANDED_IN, pictures=1), ON_THE_SPOT, (Lack.CHECK,)),
        (replace(HANDED_IN, pictures=1, checked_by="he"), ELSEWHERE, ()),
        (replace(HANDED_IN, checked_by="he"), ELSEWHERE, (Lack.PICTURE,)),
        (replace(HANDED_IN, rating=4), ON_THE_SPOT, ()),
        (replace(HANDED_IN, rating=4), ELSEWHERE, (Lack.PICTURE, Lack.CHECK)),
        (replace(HANDED_IN, rating=4), matter(on_site=OnSite.PARTLY), (Lack.PICTURE, Lack.CHECK)),
        (replace(HANDED_IN, rating=1), ON_THE_SPOT, (Lack.PICTURE, Lack.CHECK)),
        (replace(HANDED_IN, privacy=Privacy.RESTRICTED), ELSEWHERE, (Lack.CHECK,)),
        (QUARREL, matter("JF-01"), (Lack.SETTLEMENT, Lack.CHECK)),
        (replace(QUARREL, settlement="agreed", checked_by="he"), matter("JF-01"), ()),
        (replace(QUARREL, rating=5), matter("JF-17", on_site=OnSite.YES), (Lack.SETTLEMENT,)),
        (ALARM, ELSEWHERE, (Lack.PICTURE, Lack.CHECK, Lack.RELEASE)),
        (replace(ALARM, pictures=1, checked_by="he"), ELSEWHERE, (Lack.RELEASE,)),
        (replace(ALARM, rating=5), ON_THE_SPOT, (Lack.RELEASE,)),
        (replace(ALARM, pictures=1, checked_by="he", released_by="sun"), ELSEWHERE, ()),
    ],
)
def test_what_is_missing(known, of, expected):
    assert lacking(known, of) == expected


@pytest.mark.parametrize(("rating", "expected"), [(None, False), (1, False), (2, False), (3, True)])
def test_who_is_content(rating, expected):
    assert is_content(replace(HANDED_IN, rating=rating)) is expected


@pytest.mark.parametrize(("category", "expected"), [("GY", True), ("JF", False), ("LD", False)])
def test_of_what_a_picture_is_wanted(category, expected):
    assert wants_picture(replace(HANDED_IN, category=category)) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, False), ({"urgency": Urgency.P0}, True), ({"emergency": "EM02"}, True)],
)
def test_what_is_to_be_released(fields, expected):
    assert wants_release(replace(HANDED_IN, **fields)) is expected
