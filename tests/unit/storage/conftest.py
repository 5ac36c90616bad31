"""Stores in files, opened as the service opens them, and looked at behind its back."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.storage.engine import make_engine
from bot.storage.schema import migrate
from bot.storage.unit import SqlStore


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def url(path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
async def store(url):
    engine = await asyncio.to_thread(make_engine, url)
    await asyncio.to_thread(migrate, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
def query(path):
    """Ask the file itself, beside the store."""

    def ask(sql: str, *parameters) -> list[tuple]:
        connection = sqlite3.connect(path)
        try:
            with connection:
                return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    return ask


@pytest.fixture
def in_thread():
    """What blocks, beside the event loop."""
    return asyncio.to_thread
