"""What programs of others and people without an account talk to.

Comes in: the configuration, the office, the store, what the pages read. Goes out: parts of the web
application, and the channels behind them. Does not: serve them.
"""

from collections.abc import Callable, Iterator, Mapping

from bot.desk.app import Listening, Routed
from bot.desk.books.board import Board
from bot.desk.books.codes import Codebook
from bot.desk.books.followed import Followbook
from bot.desk.interface.lists import Listbook
from bot.desk.interface.paths import Interface, Sources
from bot.desk.keyring import Keyring
from bot.desk.material import Material
from bot.desk.open311.paths import Open311
from bot.desk.open311.requestbook import Requestbook
from bot.desk.pages.codes import CodePages
from bot.desk.pages.elsewhere import ExchangePages
from bot.desk.pages.reporting import ReportPages, ReportRules
from bot.desk.rows import Shower
from bot.desk.speaking import DeskChannel
from bot.desk.visiting import VisitorChannel
from bot.domain.grid import Directory
from bot.domain.visitors import OPEN311, PAGE, VISITING
from bot.exchange.book import Exchangebook
from bot.exchange.mapping import shipped_mappings
from bot.exchange.writing import Writer
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import Channel, Clock, IdFactory, Store
from bot.version import VERSION
from intents import emergencies


def make_visitors(clock: Clock, ids: IdFactory) -> dict[str, Channel]:
    """How words of people without an account come in."""
    return {name: VisitorChannel(name=name, clock=clock, ids=ids) for name in sorted(VISITING)}


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


def outside(
    config: Config,
    office: Office,
    store: Store,
    material: Material,
    channels: Mapping[str, Channel],
) -> Iterator[Routed]:
    """Everything that is there for people without an account, and beside the pages of cases for
    the other platforms of an office."""
    yield _exchange(office, store, material)
    codes = codebook(config, store, lambda: office.directory, office.clock)
    yield CodePages(book=codes, material=material)
    visitors = channels.get(PAGE)
    if not isinstance(visitors, VisitorChannel):
        return
    book = Followbook(
        store=store,
        directory=lambda: office.directory,
        matters=lambda: office.every_rule,
        words=office.words,
        clock=office.clock,
    )
    yield ReportPages(
        book=book,
        visitors=visitors,
        alarming=lambda text: emergencies.find(text) is not None,
        material=material,
        clock=office.clock,
        rules=ReportRules(most=config.desk.reports_a_minute, picture_bytes=office.pictures.most),
    )
    if config.desk.open311 != "off":
        yield _open311(config, office, store, channels)


def codebook(
    config: Config, store: Store, directory: Callable[[], Directory], clock: Clock
) -> Codebook:
    """Codes with the address under which the pages are reached."""
    server = Listening(host=config.server.host, port=config.server.port)
    base = config.desk.public_url or server.url
    return Codebook(store=store, directory=directory, clock=clock, base=base)


def _exchange(office: Office, store: Store, material: Material) -> ExchangePages:
    def writer() -> Writer:
        return Writer(directory=office.directory, matters=office.every_rule, words=office.words)

    book = Exchangebook(store=store, writer=writer, mappings=shipped_mappings, clock=office.clock)
    return ExchangePages(book=book, material=material)


def _open311(
    config: Config, office: Office, store: Store, channels: Mapping[str, Channel]
) -> Open311:
    visitors = channels[OPEN311]
    assert isinstance(visitors, VisitorChannel)
    return Open311(
        book=Requestbook(
            store=store,
            directory=lambda: office.directory,
            matters=lambda: office.matters,
            words=office.words,
            clock=office.clock,
        ),
        visitors=visitors,
        machines=make_keyring(config, office, store),
        public=config.desk.open311 == "public",
        most=config.desk.key_requests_a_minute,
    )
