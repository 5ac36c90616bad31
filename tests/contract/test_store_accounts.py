"""Accounts and sessions of the desk, in the store."""

import asyncio
from dataclasses import replace

from bot.domain.accounts import Account, DeskSession
from tests.builders import T0, after

HE = Account(name="he", person="g1", secret="hash", admin=False, made_at=T0)
SUN = replace(HE, name="sun", person=None, admin=True, failed=2, locked_until=after(60))


def session(key="k1", account="he", **fields):
    return DeskSession(**{"key": key, "account": account, "begun_at": T0, "seen_at": T0} | fields)


async def test_accounts_come_back_as_they_were(store):
    assert not await store.look(lambda unit: unit.accounts.any())
    for account in (SUN, HE):
        await store.work(lambda unit, one=account: unit.accounts.put(one))
    assert await store.look(lambda unit: unit.accounts.all()) == [HE, SUN]
    assert await store.look(lambda unit: unit.accounts.get("sun")) == SUN
    assert await store.look(lambda unit: unit.accounts.get("liu")) is None
    assert await store.look(lambda unit: unit.accounts.any())


async def test_the_newest_of_a_name_counts(store):
    for account in (HE, replace(HE, active=False, secret="other")):
        await store.work(lambda unit, one=account: unit.accounts.put(one))
    kept = await store.look(lambda unit: unit.accounts.get("he"))
    assert (kept.active, kept.secret) == (False, "other")


async def test_a_session_is_seen_and_ends(store):
    await store.work(lambda unit: unit.sessions.begin(session()))
    await store.work(lambda unit: unit.sessions.seen("k1", after(60)))
    assert await store.look(lambda unit: unit.sessions.get("k1")) == session(seen_at=after(60))
    await store.work(lambda unit: unit.sessions.end("k1"))
    assert await store.look(lambda unit: unit.sessions.get("k1")) is None


async def test_whoever_has_no_account_has_no_session(store):
    await store.work(lambda unit: unit.accounts.put(HE))
    for key, account in (("k1", "he"), ("k2", "he"), ("k3", "sun")):
        await store.work(lambda unit, k=key, a=account: unit.sessions.begin(session(k, a)))
    assert await store.work(lambda unit: unit.accounts.drop("he"))
    assert not await store.work(lambda unit: unit.accounts.drop("he"))
    left = [await store.look(lambda unit, k=key: unit.sessions.get(k)) for key in ("k1", "k2")]
    assert left == [None, None]
    assert await store.look(lambda unit: unit.sessions.get("k3")) is not None


async def test_old_sessions_end(store):
    sessions = {
        "idle": session("idle", seen_at=T0),
        "old": session("old", begun_at=T0, seen_at=after(900)),
        "fresh": session("fresh", begun_at=after(500), seen_at=after(900)),
    }
    for one in sessions.values():
        await store.work(lambda unit, s=one: unit.sessions.begin(s))
    assert await store.work(lambda unit: unit.sessions.end_before(after(600), after(300))) == 2
    assert await store.look(lambda unit: unit.sessions.get("fresh")) == sessions["fresh"]


async def test_whose_accounts_there_are(store):
    for account in (replace(HE, name="second"), SUN, HE):
        await store.work(lambda unit, one=account: unit.accounts.put(one))
    held = await store.look(lambda unit: unit.accounts.of_person("g1"))
    assert [one.name for one in held] == ["he", "second"]
    assert await store.look(lambda unit: unit.accounts.of_person("g2")) == []


async def test_what_is_good_once_is_used_once(store):
    """Until it is forgotten, when it has been over for long."""

    async def spend(key, seconds, before=0):
        return await store.work(
            lambda unit: unit.sessions.spend(key, after(seconds), after(before))
        )

    assert [await spend("s1", 1), await spend("s1", 2), await spend("s2", 3)] == [True, False, True]
    assert await spend("s1", 60, before=2)
    assert not await spend("s2", 61, before=3)


async def test_of_many_at_once_one_is_the_first(store):
    async def spend():
        return await store.work(lambda unit: unit.sessions.spend("s1", after(1), T0))

    assert sorted(await asyncio.gather(*(spend() for _ in range(8)))) == [False] * 7 + [True]
