"""What the platform's answers mean, to a sending and to other questions.

Comes in: an `Answer`. Goes out: a `Receipt`, what was asked for, a `Miss` (try another way), or a
kind of `ChannelError`. Does not: send.

Three dialects: webhooks and the older interface answer HTTP 200 with an `errcode`; the robot API
answers 4xx with a `code` in words, and 400 where a token is no longer good; private sending answers
200 and names the people who did not get it.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.wire import Answer
from bot.domain.errors import ChannelRefused, ChannelUnavailable, OutcomeUnknown
from bot.domain.message import Receipt

ENDED_CODES = frozenset({300001, 300005})
"""The session webhook has expired; a custom robot's token is unknown."""

TOO_FAST_CODE = 130101
SYSTEM_BUSY_CODE = -1
BUSY_CODES = frozenset({SYSTEM_BUSY_CODE, 90002, 90018})
TOKEN_CODES = frozenset({33001, 40001, 40014, 42001})
NO_MEMBER_CODES = frozenset({33012, 40031, 60111, 60121})
"""What the older interface says where the organisation has nobody of that id."""

OF_THE_ORGANISATION = 0
"""The kind of contact that is a member; 1 is somebody from outside."""


class Miss(StrEnum):
    """The words were certainly not taken, and another way may do."""

    ENDED = "ended"
    TOO_FAST = "too_fast"
    TOKEN_REFUSED = "token_refused"


def of_webhook(answer: Answer, settings: DingtalkSettings) -> Receipt | Miss:
    """After a session webhook or a custom robot's webhook."""
    _check_status(answer, settings, carries_words=True)
    code = (answer.body or {}).get("errcode")
    if type(code) is not int:
        if answer.status == 200:
            raise OutcomeUnknown("the platform answered without an errcode")
        return Miss.ENDED
    if code == 0:
        return Receipt()
    if code in ENDED_CODES:
        return Miss.ENDED
    if code == TOO_FAST_CODE:
        return Miss.TOO_FAST
    if code == SYSTEM_BUSY_CODE:
        raise ChannelUnavailable("the platform is busy", retry_after=settings.busy_wait)
    raise ChannelRefused(f"webhook: errcode {code} {answer.text('errmsg')[:200]}".rstrip())


def of_group(answer: Answer, settings: DingtalkSettings) -> Receipt | Miss:
    """After /v1.0/robot/groupMessages/send."""
    if _is_token_refused(answer):
        return Miss.TOKEN_REFUSED
    _check_status(answer, settings, carries_words=True)
    _check_code(answer, settings)
    return Receipt(external_id=answer.text("processQueryKey") or None)


def of_private(answer: Answer, person: str, settings: DingtalkSettings) -> Receipt | Miss:
    """After /v1.0/robot/oToMessages/batchSend to one person."""
    receipt = of_group(answer, settings)
    if isinstance(receipt, Miss):
        return receipt
    body = answer.body or {}
    if person in _names(body.get("flowControlledStaffIdList")):
        wait = settings.too_fast_wait
        raise ChannelUnavailable("private sending is held back by the platform", retry_after=wait)
    if person in _names(body.get("invalidStaffIdList")):
        raise ChannelRefused(f"no such person: {person}")
    return receipt


def of_card(answer: Answer, settings: DingtalkSettings, *, carries_words: bool) -> Miss | None:
    """After /v1.0/card/instances and its deliver; None where it was done. Unlike words, a card that
    is not permitted is not waited for: words go out instead.
    """
    if _is_token_refused(answer):
        return Miss.TOKEN_REFUSED
    _check_status(answer, settings, carries_words=carries_words)
    if answer.status == 403 and "Qps" not in answer.text("code"):
        raise ChannelRefused(f"card: status 403 {answer.text('code')[:200]}".rstrip())
    if answer.status == 200 and answer.body is None and not carries_words:
        raise ChannelUnavailable("the platform answered without JSON")
    _check_code(answer, settings)
    return None


def of_call(answer: Answer, settings: DingtalkSettings) -> Miss | None:
    """After a call that says nothing to anybody, such as one for a picture; None where it was
    answered.
    """
    if _is_token_refused(answer):
        return Miss.TOKEN_REFUSED
    _check_status(answer, settings, carries_words=False)
    if answer.status == 200 and answer.body is None:
        raise ChannelUnavailable("the platform answered without JSON")
    _check_code(answer, settings)
    return None


def is_card_left_out(answer: Answer) -> bool:
    """Whether the answer says of the one conversation asked for that it got no card."""
    results = (answer.body or {}).get("result")
    return isinstance(results, list) and any(
        isinstance(one, Mapping) and one.get("success") is False for one in results
    )


def of_token(answer: Answer, settings: DingtalkSettings) -> str:
    """After /v1.0/oauth2/accessToken: the token."""
    _check_status(answer, settings, carries_words=False)
    if token := answer.text("accessToken"):
        return token
    code = answer.text("code") or str(answer.status)
    raise ChannelUnavailable(
        f"the platform gives no access token ({code})", retry_after=settings.mend_wait
    )


def of_sign_in(answer: Answer, name: str, settings: DingtalkSettings) -> str:
    """After /v1.0/oauth2/userAccessToken and /v1.0/contact/users/me: the field wanted."""
    _check_status(answer, settings, carries_words=False)
    if answer.status == 200:
        if value := answer.text(name):
            return value
        raise ChannelUnavailable("sign-in: unreadable answer")
    code = answer.text("code")
    if "Qps" in code:
        raise ChannelUnavailable("sign-in: too fast", retry_after=settings.qps_wait)
    raise ChannelRefused(f"sign-in: status {answer.status} {code[:200]}".rstrip())


def of_member(answer: Answer, settings: DingtalkSettings) -> str | Miss | None:
    """After /topapi/user/getbyunionid: the staff id, None for whoever is no member."""
    _check_status(answer, settings, carries_words=False)
    body = answer.body or {}
    code, found = body.get("errcode"), body.get("result")
    if type(code) is not int:
        raise ChannelUnavailable("sign-in: unreadable answer")
    if code in TOKEN_CODES:
        return Miss.TOKEN_REFUSED
    if code in NO_MEMBER_CODES:
        return None
    if code in BUSY_CODES:
        raise ChannelUnavailable(f"sign-in: errcode {code}", retry_after=settings.busy_wait)
    if code != 0:
        more = str(body.get("sub_code", ""))[:20]
        raise ChannelRefused(f"sign-in: errcode {code} {more}".rstrip())
    if not isinstance(found, Mapping) or not isinstance(found.get("userid"), str):
        raise ChannelUnavailable("sign-in: unreadable answer")
    is_member = found.get("contact_type") == OF_THE_ORGANISATION
    return (str(found["userid"]) or None) if is_member else None


def _check_status(answer: Answer, settings: DingtalkSettings, *, carries_words: bool) -> None:
    """What the status alone tells. A gateway that gave up waiting (504) does not know what became
    of the words.
    """
    if answer.status == 504 and carries_words:
        raise OutcomeUnknown("the platform's gateway gave up waiting (504)")
    if answer.status >= 500 or answer.status == 429 or 300 <= answer.status < 400:
        raise ChannelUnavailable(
            f"the platform answers with status {answer.status}",
            retry_after=answer.retry_after or settings.busy_wait,
        )


def _check_code(answer: Answer, settings: DingtalkSettings) -> None:
    """The robot API's own words. 403 without Qps is a permission or an address list that an
    administrator can mend, so the words are kept for later rather than given up.
    """
    if answer.status == 200 and answer.body is not None:
        return
    if answer.status == 200:
        raise OutcomeUnknown("the platform answered without JSON")
    code = answer.text("code")
    if "Qps" in code:
        raise ChannelUnavailable("too fast", retry_after=answer.retry_after or settings.qps_wait)
    problem = f"robot API: status {answer.status} {code[:200]}".rstrip()
    if answer.status == 403:
        raise ChannelUnavailable(problem, retry_after=settings.mend_wait)
    raise ChannelRefused(problem)


def _is_token_refused(answer: Answer) -> bool:
    return answer.status == 401 or (
        answer.status in (400, 403) and answer.text("code") == "InvalidAuthentication"
    )


def _names(value: object) -> frozenset[str]:
    return (
        frozenset(v for v in value if isinstance(v, str))
        if isinstance(value, list)
        else frozenset()
    )
