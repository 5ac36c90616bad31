"""Who comes in at the desk, over the real store."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.doorkeeper import HERE, Doorkeeper, Refusal
from bot.domain.accounts import Account, AccountRules
from bot.domain.grid import Directory
from bot.domain.people import Person, Role
from bot.wiring.store import open_store
from tests.builders import T0
from tests.fakes.clock import FakeClock

PASSWORD = "right horse battery"
LEADER = Person(
    id="l1",
    name="邓国华",
    roles=(Role.GRID_LEADER,),
    grids=("g3",),
    accounts=(("dingtalk", "staff-deng"),),
)
NEIGHBOUR = Person(
    id="r1", name="王秀兰", roles=(Role.RESIDENT,), accounts=(("dingtalk", "staff-wang"),)
)


class PlainHasher:
    """Passwords as they are, and how often one was hashed."""

    def __init__(self):
        self.work = 0

    def hashed(self, password):
        self.work += 1
        return f"plain:{password}"

    def fits(self, password, secret):
        self.work += 1
        return secret == f"plain:{password}"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
async def store():
    made = await open_store("sqlite://")
    yield made
    await made.close()


@pytest.fixture
def keeper(store, clock):
    directory = Directory(street="西南街道", grids=(), rooms=(), people=(LEADER, NEIGHBOUR))
    with ThreadPoolExecutor(1) as executor:
        yield Doorkeeper(
            store=store,
            directory=lambda: directory,
            clock=clock,
            hasher=PlainHasher(),
            executor=executor,
            rules=AccountRules(
                idle=timedelta(hours=1),
                longest=timedelta(hours=3),
                tries=3,
                locked=timedelta(0, 60),
            ),
            alone=True,
        )


@pytest.fixture
async def account(store):
    made = Account(name="deng", person="l1", secret=f"plain:{PASSWORD}", admin=False, made_at=T0)
    await store.work(lambda unit: unit.accounts.put(made))
    return made


async def test_without_accounts_it_is_open_on_this_machine_only(keeper):
    assert await keeper.who(None) == HERE
    assert await replace(keeper, alone=False).who(None) is None
    assert await keeper.nobody_yet()


@pytest.mark.usefixtures("account")
async def test_from_the_first_account_on_everybody_signs_in(keeper):
    assert await keeper.who(None) is None
    assert await keeper.who("guessed") is None
    token = await keeper.enter("Deng", PASSWORD)
    viewer = await keeper.who(token)
    assert (viewer.name, viewer.person) == ("deng", LEADER)
    await keeper.leave(token)
    assert await keeper.who(token) is None


@pytest.mark.usefixtures("account")
async def test_wrong_passwords_lock_the_account(keeper, clock):
    tries = [await keeper.enter("deng", "wrong") for _ in range(3)]
    assert tries == [Refusal.WRONG] * 3
    assert await keeper.enter("deng", PASSWORD) is Refusal.LOCKED
    clock.advance(60)
    assert isinstance(await keeper.enter("deng", PASSWORD), str)


@pytest.mark.usefixtures("account")
async def test_an_unknown_name_takes_as_much_work(keeper):
    for name in ("nobody", "<b>", "deng"):
        before = keeper.hasher.work
        assert await keeper.enter(name, "wrong") is Refusal.WRONG
        assert keeper.hasher.work == before + 1


@pytest.mark.usefixtures("account")
async def test_a_session_ends_when_nobody_uses_it(keeper, clock):
    token = await keeper.enter("deng", PASSWORD)
    for _ in range(3):
        clock.advance(timedelta(minutes=50))
        assert await keeper.who(token) is not None
    clock.advance(timedelta(minutes=50))  # used all the time, and still too old
    assert await keeper.who(token) is None
    token = await keeper.enter("deng", PASSWORD)
    clock.advance(timedelta(hours=1))
    assert await keeper.who(token) is None


async def test_a_switched_off_account_is_out_at_once(keeper, store, account):
    token = await keeper.enter("deng", PASSWORD)
    await store.work(lambda unit: unit.accounts.put(replace(account, active=False)))
    assert await keeper.who(token) is None
    assert await keeper.enter("deng", PASSWORD) is Refusal.WRONG


async def test_whoever_is_staff_no_more_sees_nothing(keeper, store, account):
    await store.work(lambda unit: unit.accounts.put(replace(account, person="r1")))
    viewer = await keeper.who(await keeper.enter("deng", PASSWORD))
    assert (viewer.person, viewer.all_open) == (None, False)


async def test_an_administrator_without_a_part_sees_ordinary_cases(keeper, store, account):
    await store.work(lambda unit: unit.accounts.put(replace(account, person=None, admin=True)))
    viewer = await keeper.who(await keeper.enter("deng", PASSWORD))
    assert (viewer.person, viewer.admin, viewer.all_open) == (None, True, True)


async def test_a_token_is_not_kept_as_it_is(keeper, store, account):
    token = await keeper.enter(account.name, PASSWORD)
    assert await store.look(lambda unit: unit.sessions.get(token)) is None


@pytest.mark.usefixtures("account")
async def test_a_platform_vouches_for_the_person_of_an_account(keeper):
    viewer = await keeper.who(await keeper.enter_as("dingtalk", "staff-deng"))
    assert (viewer.name, viewer.person) == ("deng", LEADER)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("channel", "external"),
    [("dingtalk", "nobody"), ("wecom", "staff-deng"), ("dingtalk", "l1"), ("desk", "l1")],
)
async def test_whoever_is_nobody_here_is_not_made_somebody(keeper, store, channel, external):
    assert await keeper.enter_as(channel, external) is Refusal.STRANGER
    assert [one.name for one in await store.look(lambda unit: unit.accounts.all())] == ["deng"]


async def test_nobody_is_vouched_for_without_an_account(keeper):
    assert await keeper.enter_as("dingtalk", "staff-deng") is Refusal.STRANGER


async def test_nobody_is_vouched_for_who_is_staff_no_more(keeper, store, account):
    await store.work(lambda unit: unit.accounts.put(replace(account, person="r1")))
    assert await keeper.enter_as("dingtalk", "staff-wang") is Refusal.STRANGER


async def test_a_switched_off_account_is_not_vouched_for(keeper, store, account):
    await store.work(lambda unit: unit.accounts.put(replace(account, active=False)))
    assert await keeper.enter_as("dingtalk", "staff-deng") is Refusal.STRANGER


@pytest.mark.usefixtures("account")
async def test_a_locked_account_is_locked_on_every_way(keeper, clock):
    for _ in range(3):
        await keeper.enter("deng", "wrong")
    assert await keeper.enter_as("dingtalk", "staff-deng") is Refusal.LOCKED
    clock.advance(60)
    assert isinstance(await keeper.enter_as("dingtalk", "staff-deng"), str)


@pytest.mark.usefixtures("account")
async def test_wrong_passwords_stay_counted_when_a_platform_vouches(keeper):
    for _ in range(2):
        await keeper.enter("deng", "wrong")
    assert isinstance(await keeper.enter_as("dingtalk", "staff-deng"), str)
    await keeper.enter("deng", "wrong")
    assert await keeper.enter("deng", PASSWORD) is Refusal.LOCKED


async def test_nobody_guesses_which_of_two_accounts_is_meant(keeper, store, account):
    second = replace(account, name="deng-admin", admin=True)
    await store.work(lambda unit: unit.accounts.put(second))
    assert await keeper.enter_as("dingtalk", "staff-deng") is Refusal.SEVERAL
    await store.work(lambda unit: unit.accounts.put(replace(second, active=False)))
    assert isinstance(await keeper.enter_as("dingtalk", "staff-deng"), str)


async def test_a_state_is_used_once(keeper, clock):
    life = timedelta(minutes=10)
    assert [await keeper.once("s1", life), await keeper.once("s1", life)] == [True, False]
    clock.advance(timedelta(minutes=19))
    assert not await keeper.once("s1", life)
