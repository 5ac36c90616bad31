"""The pages on which an office sees to its own: people's data, lists, who does what.

Comes in: the configuration, the office, the store. Goes out: parts of the desk. Does not: serve
them.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.config.reading import known_departments
from bot.desk.app import Routed
from bot.desk.books.answers import Answerbook
from bot.desk.books.care import Carebook
from bot.desk.books.goods import Goodbook
from bot.desk.books.leaders import Leaderbook
from bot.desk.books.listing import Listbook
from bot.desk.books.musters import Musterbook
from bot.desk.books.people import Peoplebook
from bot.desk.books.points import Pointbook
from bot.desk.books.privacy import Databook
from bot.desk.books.resolutions import Resolutionbook
from bot.desk.books.services import Servicebook
from bot.desk.material import Material
from bot.desk.pages.answers import AnswerPages
from bot.desk.pages.care import CarePages
from bot.desk.pages.goods import GoodPages
from bot.desk.pages.leaders import LeaderPages
from bot.desk.pages.ledgers import LedgerPages
from bot.desk.pages.listing import ListPages
from bot.desk.pages.models import ModelPages
from bot.desk.pages.musters import MusterPages
from bot.desk.pages.people import PeoplePages
from bot.desk.pages.points import PointPages
from bot.desk.pages.privacy import PrivacyPages
from bot.desk.pages.resolutions import ResolutionPages
from bot.desk.pages.services import ServicePages
from bot.domain.care import CareKind
from bot.journey.beside.cashing import Cashing
from bot.journey.office import Office
from bot.ledgers.ledgerbook import Ledgerbook
from bot.listing import ListFile
from bot.options.config import Config
from bot.ports import Store
from bot.wiring.shelf import ModelShelf


def office_pages(
    config: Config, office: Office, store: Store, material: Material
) -> Iterator[Routed]:
    """All of them."""
    yield PrivacyPages(book=_data(config, office, store), material=material)
    yield ListPages(book=_rules(config, office, store), material=material)
    yield AnswerPages(book=_answers(office, store), material=material)
    people = _people(office, store)
    yield PeoplePages(book=people, material=material)
    yield LeaderPages(book=_leaders(office, store, people), material=material)
    yield ResolutionPages(book=_resolutions(office, store), material=material)
    yield MusterPages(book=_musters(office, store), material=material)
    yield ServicePages(book=_services(office, store), material=material)
    yield PointPages(book=_points(office, store), material=material)
    yield _goods(office, store, material)
    yield LedgerPages(book=_ledgers(office, store), clock=office.clock, material=material)
    yield CarePages(book=_care(office, store), material=material, kinds=_care_kinds(office))
    yield ModelPages(
        shelf=ModelShelf(config.model.directory),
        store=store,
        clock=office.clock,
        material=material,
        consent=office.settings.learning_consent,
    )


def _leaders(office: Office, store: Store, people: Peoplebook) -> Leaderbook:
    return Leaderbook(
        directory=lambda: office.directory,
        people=people,
        store=store,
        clock=office.clock,
        quiet=office.leaders.quiet,
    )


def _resolutions(office: Office, store: Store) -> Resolutionbook:
    return Resolutionbook(store=store, directory=lambda: office.directory, clock=office.clock)


def _musters(office: Office, store: Store) -> Musterbook:
    return Musterbook(
        store=store,
        directory=lambda: office.directory,
        clock=office.clock,
        rules=office.musters,
    )


def _services(office: Office, store: Store) -> Servicebook:
    return Servicebook(
        store=store,
        directory=lambda: office.directory,
        clock=office.clock,
        words=office.words,
        figures=office.figures,
    )


def _points(office: Office, store: Store) -> Pointbook:
    return Pointbook(
        store=store,
        directory=lambda: office.directory,
        clock=office.clock,
        rules=lambda: office.rewards,
        words=office.words,
    )


def _ledgers(office: Office, store: Store) -> Ledgerbook:
    return Ledgerbook(
        store=store, directory=lambda: office.directory, words=office.words, clock=office.clock
    )


def _goods(office: Office, store: Store, material: Material) -> GoodPages:
    book = Goodbook(
        store=store,
        directory=lambda: office.directory,
        clock=office.clock,
        signals=office.signals,
        rules=office.points,
    )
    cashing = Cashing(office=office, store=store)
    return GoodPages(book=book, cashing=cashing, ids=office.ids, material=material)


def _care(office: Office, store: Store) -> Carebook:
    return Carebook(
        store=store, directory=lambda: office.directory, clock=office.clock, ids=office.ids
    )


def _care_kinds(office: Office) -> dict[str, str]:
    return {kind.value: office.words.term("care", kind.value) for kind in CareKind}


def _data(config: Config, office: Office, store: Store) -> Databook:
    return Databook(
        store=store,
        directory=lambda: office.directory,
        matters=lambda: office.every_rule,
        words=office.words,
        clock=office.clock,
        signals=office.signals,
        channels=tuple(office.channels),
        term=timedelta(days=config.desk.answer_days),
    )


def _rules(config: Config, office: Office, store: Store) -> Listbook:
    return Listbook(
        file=ListFile(config.matters, known_departments(config)),
        store=store,
        directory=lambda: office.directory,
        clock=office.clock,
        signals=office.signals,
    )


def _answers(office: Office, store: Store) -> Answerbook:
    return Answerbook(
        store=store,
        entries=office.answers.entries,
        directory=lambda: office.directory,
        matters=lambda: office.matters,
        clock=office.clock,
        ids=office.ids,
    )


def _people(office: Office, store: Store) -> Peoplebook:
    return Peoplebook(
        areas=lambda: office.everybody,
        rota=lambda: office.rota,
        store=store,
        clock=office.clock,
        signals=office.signals,
        words=office.words,
    )
