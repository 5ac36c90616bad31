"""An office with what digests are worded by."""

import pytest

from bot.domain.deadlines import OfficeHours
from bot.domain.settings import Settings
from bot.ids import CountedIds
from bot.journey.office import Office
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.workdays import ChineseWorkingDays
from tests.builders import after, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals


@pytest.fixture(scope="session")
def words() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def matters():
    return read_matters(None)


@pytest.fixture
def office(words, matters) -> Office:
    clock = FakeClock(after(days=2))
    return Office(
        areas=directory(),
        listed=matters,
        words=words,
        settings=Settings(),
        hours=OfficeHours(days=ChineseWorkingDays()),
        clock=clock,
        ids=CountedIds(),
        signals=FakeSignals(),
        channels={},
    )
