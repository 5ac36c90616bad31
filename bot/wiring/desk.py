"""The desk of a program: its books over the store, its door, and the parts with pages of their own.

Comes in: the configuration, the office, the store. Goes out: a web application. Does not: serve it.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_network

from bot import passwords
from bot.adapters.simulator.channel import SimulatorChannel
from bot.desk.app import Application, Entrance, Routed, hosts_for, is_alone, make_app
from bot.desk.books.cases import Casebook
from bot.desk.books.doubts import Doubtbook
from bot.desk.books.letters import Letterbook
from bot.desk.doorkeeper import Doorkeeper
from bot.desk.gate import DoorPages
from bot.desk.health import Health
from bot.desk.material import Material, load_material
from bot.desk.pages.board import BoardPages, Choices
from bot.desk.pages.cases import CasePages
from bot.desk.pages.diagrams import DiagramPages
from bot.desk.pages.digests import DigestPages
from bot.desk.pages.groups import GroupPages
from bot.desk.pages.judging import JudgingPages
from bot.desk.pages.letters import LetterPages
from bot.desk.pages.plan import Planbook, PlanPages
from bot.desk.rows import Shower
from bot.desk.speaking import DeskChannel
from bot.desk.trial import Trial
from bot.desk.vouching import VouchedPages, Vouching
from bot.digests.diagrams import Chartbook
from bot.digests.plates import draw
from bot.domain.accounts import AccountRules
from bot.domain.grid import DESK
from bot.journey.edition import Live
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import Store
from bot.wiring.channels import SIMULATOR
from bot.wiring.interfaces import interfaces, make_keyring, outside
from bot.wiring.journey import Tools
from bot.wiring.officework import office_pages


async def make_desk(
    config: Config,
    *,
    office: Office,
    store: Store,
    health: Health,
    tools: Tools,
    more: Callable[[Material], Sequence[Routed]] = lambda _: (),
) -> Application:
    """The pages, and `more` of them that need what only the process knows; with the simulated
    groups on the first one where there is a simulator."""
    material = await asyncio.to_thread(load_material)
    door, board = _door(config, office, store), _board(office, store)
    channels = tools.channels
    simulator, voice = channels.get(SIMULATOR), channels[DESK]
    assert isinstance(voice, DeskChannel)
    shower = Shower(words=material.words)
    own: list[Routed] = [
        *_doorway(config, office, material, door, tools.vouching),
        CasePages(board=board, shower=shower, material=material, voice=voice),
        BoardPages(board=board, shower=shower, material=material, choices=_choices(office)),
        *_overviews(office, store, board, material),
        *more(material),
        *_books(office, store, material),
        *office_pages(config, office, store, material),
        *interfaces(office, store, board=board, shower=shower, voice=voice),
        *outside(config, office, store, material, channels),
    ]
    return make_app(
        board=board,
        health=health,
        entrance=_entrance(config, office, store, door),
        parts=[*own, simulator] if isinstance(simulator, SimulatorChannel) else own,
        trial=_trial(office) if simulator else None,
        material=material,
    )


def _doorway(
    config: Config,
    office: Office,
    material: Material,
    door: Doorkeeper,
    vouching: Vouching | None,
) -> Iterator[Routed]:
    """How people come in."""
    doorway = DoorPages(
        door=door,
        clock=office.clock,
        material=material,
        most=config.desk.tries_a_minute,
        vouched=vouching is not None,
    )
    yield doorway
    if vouching is not None:
        yield VouchedPages(
            vouching=vouching,
            lodge=door,
            doorway=doorway,
            clock=office.clock,
            material=material,
        )


def _overviews(
    office: Office, store: Store, board: Casebook, material: Material
) -> Iterator[Routed]:
    """All cases at a glance: where they are, and how many."""
    plan = Planbook(store=store, directory=lambda: office.directory, lamp=office.lamp)
    yield PlanPages(book=plan, board=board, material=material)
    yield _charts(office, store, material)
    yield DigestPages(
        store=store,
        board=board,
        shower=Shower(words=material.words),
        directory=lambda: office.directory,
        material=material,
        few=office.figures.few,
    )


def _books(office: Office, store: Store, material: Material) -> Iterator[Routed]:
    """Lists of what is neither case nor history."""
    doubts = Doubtbook(
        store=store,
        directory=lambda: office.directory,
        matters=Live(lambda: office.every_rule),
        clock=office.clock,
        ids=office.ids,
        signals=office.signals,
    )
    letters = Letterbook(store=store, directory=lambda: office.directory, words=office.words)
    yield JudgingPages(book=doubts, material=material)
    yield LetterPages(book=letters, material=material)
    yield GroupPages(directory=lambda: office.directory, material=material)


def _charts(office: Office, store: Store, material: Material) -> DiagramPages:
    tables = material.words.tables
    book = Chartbook(office=office, store=store, words=tables["charts"], lamps=tables["lamps"])
    return DiagramPages(charts=book, draw=draw, material=material)


def _choices(office: Office) -> Choices:
    return Choices(
        grids={grid.id: grid.name for grid in office.directory.grids},
        categories={matter.category: matter.category_name for matter in office.listed.values()},
    )


def _board(office: Office, store: Store) -> Casebook:
    return Casebook(
        store=store,
        directory=lambda: office.directory,
        matters=Live(lambda: office.every_rule),
        words=office.words,
        signals=office.signals,
        lamp=office.lamp,
        clock=office.clock,
    )


def _entrance(config: Config, office: Office, store: Store, door: Doorkeeper) -> Entrance:
    keyring = make_keyring(config, office, store)
    return Entrance(
        door=door,
        machines=keyring,
        hosts=hosts_for(config.server.host, public=config.desk.public_url),
        proxies=[ip_network(network) for network in config.server.proxies],
    )


def _door(config: Config, office: Office, store: Store) -> Doorkeeper:
    options = config.desk
    return Doorkeeper(
        store=store,
        directory=lambda: office.directory,
        clock=office.clock,
        hasher=passwords,
        executor=ThreadPoolExecutor(1, thread_name_prefix="passwords"),
        rules=AccountRules(
            idle=timedelta(hours=options.idle_hours),
            longest=timedelta(days=options.session_days),
            tries=options.wrong_passwords,
            locked=timedelta(minutes=options.locked_minutes),
        ),
        alone=is_alone(config.server.host, config.server.proxies),
    )


def _trial(office: Office) -> Trial:
    settings = office.settings
    return Trial(
        night_begin=settings.night_begin, night_end=settings.night_end, now=office.clock.now
    )
