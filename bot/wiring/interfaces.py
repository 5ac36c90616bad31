"""What programs of others talk to: keys and the interface.

Comes in: the configuration, the office, the store, what the pages read. Goes out: parts of the web
application. Does not: serve them.
"""

from collections.abc import Iterator

from bot.desk.app import Routed
from bot.desk.board import Board
from bot.desk.interface.lists import Listbook
from bot.desk.interface.paths import Interface, Sources
from bot.desk.keyring import Keyring
from bot.desk.rows import Shower
from bot.desk.speaking import DeskChannel
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import Store
from bot.version import VERSION


def make_keyring(config: Config, office: Office, store: Store) -> Keyring:
    """Whose program asks."""
    return Keyring(
        store=store,
        directory=lambda: office.directory,
        clock=office.clock,
        most=config.desk.key_requests_a_minute,
    )


def interfaces(
    office: Office, store: Store, *, board: Board, shower: Shower, voice: DeskChannel
) -> Iterator[Routed]:
    """Everything that is there for programs."""
    lists = Listbook(
        store=store,
        directory=lambda: office.directory,
        matters=lambda: office.matters,
        maps=office.maps,
        rules=office.figures,
        live=office.settings.live_alarm_limit,
    )
    sources = Sources(board=board, shower=shower, voice=voice, lists=lists)
    yield Interface(sources=sources, version=VERSION)
