"""Conversations from the first message to the rating, played through the whole journey."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.dialogues.player import Shipped, play
from tests.dialogues.script import files, read

DIALOGUES = {path.stem: read(path) for path in files()}
TOLD = sorted(name for name, dialogue in DIALOGUES.items() if not dialogue.real)


@pytest.fixture(scope="module")
def executor():
    with ThreadPoolExecutor(1) as made:
        yield made


@pytest.fixture(scope="module")
def shipped():
    return Shipped.load()


@pytest.mark.parametrize("name", TOLD)
async def test_dialogue(name, shipped, executor):
    await play(DIALOGUES[name], shipped, executor)
