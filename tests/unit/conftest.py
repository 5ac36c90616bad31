"""What a command changes for the whole process is put back after each test; the small corpus, and a
model trained on it once a session; a configuration of given words.
"""

import logging
from pathlib import Path

import pytest

from classifiers.train import train
from tests.small_corpus import write_corpus, write_words


@pytest.fixture(autouse=True)
def logging_is_put_back():
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def small_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_words(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="session")
def small_model(
    small_corpus: Path, small_words: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    directory = tmp_path_factory.mktemp("model")
    train(corpus=small_corpus, directory=directory, words=small_words)
    return directory


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A file of the given words; the working directory is empty otherwise."""
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
