"""What a command changes for the whole process is put back after each test."""

import logging

import pytest


@pytest.fixture(autouse=True)
def logging_is_put_back():
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
