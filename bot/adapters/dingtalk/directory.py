"""Looks up staff and departments of the organisation with dingtalk-sdk.

Comes in: ids. Goes out: frozen values. Does not: keep what it found, look up telephone numbers, or
block the event loop: the library's requests block, so they run on the executor handed in, which
must be a bounded one.

What the library (1.3.8) gets wrong and is mended here: it asks again without end when a token is
refused; hands malformed JSON back as if it were an answer; has no time-outs; writes secrets into
log and errors; shares one HTTP session among all its clients.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.adapters.dingtalk import answers
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.domain.errors import ChannelRefused, ChannelUnavailable

ROOT_DEPARTMENT = 1
PAGE = 100
MOST_PAGES = 100
BUSY_CODES = answers.BUSY_CODES | {88}

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department of the organisation; the root's parent is None."""

    id: int
    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A person of the organisation. `id` is what messages name as their sender."""

    id: str
    name: str
    title: str
    department_ids: tuple[int, ...]


class DingtalkDirectory:
    """Raises only kinds of ChannelError. The client is made at the first question, off the loop."""

    def __init__(self, settings: DingtalkSettings, executor: Executor) -> None:
        self._settings = settings
        self._executor = executor
        self._client: Any = None
        self._one_at_a_time = threading.Lock()

    async def staff_member(self, person: str) -> StaffMember | None:
        """Somebody by staff id, or None where the organisation has nobody of that id."""
        return await self._ask(lambda client: _staff_member(client, person))

    async def departments(self) -> tuple[Department, ...]:
        """All departments that the application may see."""
        return await self._ask(_departments)

    async def staff_of(self, department_id: int) -> tuple[StaffMember, ...]:
        """The people of one department, without those of the departments below it."""
        return await self._ask(lambda client: _staff_of(client, department_id))

    async def _ask(self, question: Callable[[Any], T]) -> T:
        limit = self._settings.request_timeout.total_seconds() * 2
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(limit):
                return await loop.run_in_executor(self._executor, self._answer, question)
        except TimeoutError:
            raise ChannelUnavailable("directory: no answer in time") from None

    def _answer(self, question: Callable[[Any], T]) -> T:
        """On the executor: one question at a time, for the library keeps its token and session
        without locks.
        """
        with self._one_at_a_time, _translated():
            if self._client is None:
                self._client = _make_client(self._settings)
            return _with_one_new_token(self._client, question)


def _make_client(settings: DingtalkSettings) -> Any:  # noqa: ANN401 - the library has no types
    """Imported here because it is slow to import and few need it."""
    from dingtalk import AppKeyClient

    # It writes addresses with the token and the application's secret into its log, as errors.
    logging.getLogger("dingtalk.client.base").disabled = True
    client = AppKeyClient(
        "",
        settings.client_id,
        settings.client_secret,
        timeout=(
            settings.connect_timeout.total_seconds(),
            settings.request_timeout.total_seconds(),
        ),
        auto_retry=False,
    )
    client.API_BASE_URL = f"{settings.oapi_base.rstrip('/')}/"
    client._http = type(client._http)()  # a session of its own instead of the one of the class
    client._http.trust_env = False  # proxies and .netrc of the environment are not ours to read
    return client


def _with_one_new_token(client: Any, question: Callable[[Any], T]) -> T:  # noqa: ANN401
    """The library forgets a refused token but, asked to try again itself, never stops trying."""
    from dingtalk.core.exceptions import DingTalkClientException

    try:
        return question(client)
    except DingTalkClientException as err:
        if err.errcode not in answers.TOKEN_CODES:
            raise
    return question(client)


@contextmanager
def _translated() -> Iterator[None]:
    """The one place where the library's exceptions become ours.

    Their causes are not kept: the messages of requests' exceptions (which are OSErrors) and the
    requests inside the library's own hold addresses with the application's secret and the token.
    """
    from dingtalk.core.exceptions import DingTalkException

    try:
        yield
    except DingTalkException as err:
        code = err.errcode
        if code is None or code in BUSY_CODES or code in answers.TOKEN_CODES:
            raise ChannelUnavailable(f"directory: errcode {code}") from None
        raise ChannelRefused(f"directory: errcode {code} {str(err.errmsg)[:200]}") from None
    except (TypeError, KeyError, ValueError, RecursionError) as err:
        problem = f"directory: unreadable answer ({type(err).__name__})"
        raise ChannelUnavailable(problem) from None
    except OSError as err:
        raise ChannelUnavailable(f"directory: {type(err).__name__}") from None


def _staff_member(client: Any, person: str) -> StaffMember | None:  # noqa: ANN401
    from dingtalk.core.exceptions import DingTalkClientException

    try:
        return _read_person(client.user.get(person))
    except DingTalkClientException as err:
        if err.errcode in answers.NO_MEMBER_CODES:
            return None
        raise


def _departments(client: Any) -> tuple[Department, ...]:  # noqa: ANN401
    """Not by `department.list`: it sends Python's `True`, and takes any list for departments."""
    query = {"id": ROOT_DEPARTMENT, "fetch_child": "true"}
    answer = _mapping(client.get("/department/list", query))
    return tuple(_read_department(row) for row in answer["department"])


def _staff_of(client: Any, department_id: int) -> tuple[StaffMember, ...]:  # noqa: ANN401
    people: list[StaffMember] = []
    for page in range(MOST_PAGES):
        answer = _mapping(client.user.list(department_id, offset=page * PAGE, size=PAGE))
        people += [_read_person(row) for row in answer["userlist"]]
        if not answer.get("hasMore"):
            break
    return tuple(people)


def _read_person(row: object) -> StaffMember:
    fields = _mapping(row)
    departments = fields.get("department")
    return StaffMember(
        id=_word(fields["userid"]),
        name=_word(fields["name"]),
        title=_word(fields.get("position", "")),
        department_ids=tuple(int(d) for d in departments) if isinstance(departments, list) else (),
    )


def _read_department(row: object) -> Department:
    fields = _mapping(row)
    parent = fields.get("parentid")
    return Department(
        id=int(fields["id"]),
        name=_word(fields["name"]),
        parent_id=None if parent is None else int(parent),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    """What the library gives back for malformed JSON is the response itself."""
    if not isinstance(value, Mapping):
        raise TypeError(f"no mapping but {type(value).__name__}")
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"no text but {type(value).__name__}")
    return value
