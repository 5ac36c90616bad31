"""What the service tells of its queue where turns failed."""

import pytest

from bot.commands.serving import with_parked
from bot.ports import PartHealth
from tests.builders import T0


@pytest.mark.parametrize(
    ("detail", "erased", "told"),
    [
        ("", 0, ""),
        ("StorageFull", 0, "StorageFull"),
        ("", 1, "2 parked, words of 1 erased"),
        ("StorageFull", 1, "StorageFull; 2 parked, words of 1 erased"),
    ],
)
def test_words_that_were_erased_before_anybody_looked(detail, erased, told):
    queue = PartHealth(status="ok", since=T0, detail=detail)
    assert with_parked(queue, 2, erased) == PartHealth(status="ok", since=T0, detail=told)
