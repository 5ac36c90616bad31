"""A few conversations with the trained model, where there is one."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from classifiers import store
from classifiers.errors import MissingModelError
from tests.dialogues.player import Shipped, play
from tests.dialogues.script import files, read

REAL = {path.stem: dialogue for path in files() if (dialogue := read(path)).real}


@pytest.fixture(scope="module")
def trained():
    try:
        return store.load(store.default_directory())
    except MissingModelError:
        pytest.skip("no trained model here; `qunli train` makes one")


@pytest.fixture(scope="module")
def shipped():
    return Shipped.load()


@pytest.mark.parametrize("name", sorted(REAL))
async def test_dialogue(name, trained, shipped):
    with ThreadPoolExecutor(1) as executor:
        await play(REAL[name], shipped, executor, trained)
