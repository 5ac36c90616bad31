"""`qunli move`, between two files here; to a server in tests/contract/test_moving.py."""

import asyncio
import re

from bot.wiring.store import open_store
from tests.builders import case, case_event


def filled(url):
    async def fill():
        store = await open_store(url)
        await store.work(lambda unit: unit.cases.add(case(312)))
        event = case_event(1, case=case(312).key)
        await store.work(lambda unit: unit.cases.record([event]))
        await store.close()

    asyncio.run(fill())


def test_the_proof_is_printed(qunli, tmp_path):
    old, new = (f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "new"))
    filled(old)
    status, out, _ = qunli("move", "--from", old, "--to", new)
    assert status == 0
    assert re.search(r"cases：1 行，两边的校验和都是 [0-9a-f]{32}\n", out)
    assert "1 件工单、1 行、0 个封条，搬前搬后查得一样，0 处不对" in out


def test_a_store_with_rows_is_left_alone(qunli, tmp_path):
    old, new = (f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "new"))
    filled(old)
    assert qunli("move", "--from", old, "--to", new)[0] == 0
    status, out, err = qunli("move", "--from", old, "--to", new)
    assert (status, out) == (2, "")
    assert "has rows already" in err
