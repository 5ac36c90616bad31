"""The command line over a small real model."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from classifiers.train import train
from tests.small_corpus import REQUESTS, write_corpus


@pytest.fixture(scope="session")
def model(small_model) -> Path:
    return small_model


@pytest.fixture(scope="session")
def other_model(small_words, tmp_path_factory) -> Path:
    """One that never heard of wages."""
    known = {item: texts for item, texts in REQUESTS.items() if item != "LD-01"}
    corpus = write_corpus(tmp_path_factory.mktemp("corpus"), known)
    directory = tmp_path_factory.mktemp("other-model")
    train(corpus=corpus, directory=directory, words=small_words)
    return directory


@pytest.fixture
def qunli(capsys, tmp_path, monkeypatch):
    """Run one command in an empty directory: exit status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # wrong usage, told by argparse
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def files(tmp_path):
    """Write JSON lines (or raw text) to a file of the test's directory."""

    def write(name: str, content) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in content)
            path.write_text("".join(lines), encoding="utf-8")
        return path

    return write
