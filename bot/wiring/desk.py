"""The desk of a program: its books over the store, its door, and the parts with pages of their own.

Comes in: the configuration, the office, the store. Goes out: a web application. Does not: serve it.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from aiohttp import web

from bot import passwords
from bot.desk.app import Entrance, WebPart, hosts_for, make_app
from bot.desk.casebook import Casebook
from bot.desk.doorkeeper import Doorkeeper
from bot.desk.doubtbook import Doubtbook
from bot.desk.gate import DoorPages
from bot.desk.guard import LOOPBACK
from bot.desk.health import Health
from bot.desk.judging import JudgingPages
from bot.desk.letterbook import Letterbook
from bot.desk.letters import LetterPages
from bot.desk.material import Material, load_material
from bot.desk.pages import Trial
from bot.domain.accounts import AccountRules
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import Channel, Store


async def make_desk(
    config: Config, *, office: Office, store: Store, health: Health, simulator: Channel | None
) -> web.Application:
    """The pages; with the simulated groups on the first one where there is a simulator."""
    material = await asyncio.to_thread(load_material)
    door = _door(config, office, store)
    return make_app(
        board=_board(office, store),
        health=health,
        entrance=Entrance(door=door, hosts=hosts_for(config.server.host)),
        parts=_parts(config, office, store, material, door, simulator),
        trial=_trial(office) if simulator else None,
        material=material,
    )


def _parts(
    config: Config,
    office: Office,
    store: Store,
    material: Material,
    door: Doorkeeper,
    simulator: Channel | None,
) -> list[WebPart]:
    most = config.desk.tries_a_minute
    doubts = Doubtbook(
        store=store,
        directory=office.directory,
        matters=office.listed,
        clock=office.clock,
        ids=office.ids,
        signals=office.signals,
    )
    letters = Letterbook(store=store, directory=office.directory, words=office.words)
    parts: list[WebPart] = [
        DoorPages(door=door, clock=office.clock, material=material, most=most),
        JudgingPages(book=doubts, material=material),
        LetterPages(book=letters, material=material),
    ]
    return [*parts, simulator] if simulator else parts  # type: ignore[list-item]


def _board(office: Office, store: Store) -> Casebook:
    return Casebook(
        store=store,
        directory=office.directory,
        matters=office.listed,
        words=office.words,
        signals=office.signals,
        lamp=office.lamp,
        clock=office.clock,
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
        alone=config.server.host in LOOPBACK,
    )


def _trial(office: Office) -> Trial:
    settings = office.settings
    return Trial(
        night_begin=settings.night_begin, night_end=settings.night_end, now=office.clock.now
    )
