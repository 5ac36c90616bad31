"""Reads presses of a card's buttons (topic /v1.0/card/instances/callback) as what they say.

Comes in: the payload of one frame, of any shape whatever. Goes out: an `InboundMessage` of whoever
pressed, in the words that the bot's own lines ask for, quoting the card; or `Dropped`. Does not:
raise on a bad payload, or know whether he may do what he pressed: it is treated as if he had said
it.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from bot.adapters.dingtalk.translate import Dropped, DropReason, identity, label
from bot.domain.message import Address, ConversationKind, InboundMessage

_BUTTON: Final = re.compile(r"(?P<act>[a-z_]{1,20})\.(?P<number>\d{1,9})\.(?P<version>\d{1,9})")
_CALLBACK: Final = "actionCallback"
_AGAIN: Final = timedelta(minutes=10)
"""The platform names no press. The same button pressed by the same person within this time is one
press that came twice.
"""


@cache
def spoken() -> Mapping[str, str]:
    """What each button says; `{number}` stands for the case's."""
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return {str(act): str(words) for act, words in yaml.safe_load(text).items()}


def translate_press(
    payload: object, *, channel: str, received_at: datetime
) -> InboundMessage | Dropped:
    """One press as the journey knows it."""
    if not isinstance(payload, Mapping):
        return _malformed("payload")
    card, person = identity(payload.get("outTrackId")), identity(payload.get("userId"))
    if not card or not person:
        return _malformed("userId" if card else "outTrackId")
    if payload.get("type", _CALLBACK) != _CALLBACK:
        return Dropped(reason=DropReason.UNKNOWN_TYPE, kind=label(payload.get("type")))
    button = _button(payload.get("content"))
    words = spoken().get(button["act"]) if button else None
    if button is None or words is None:
        return _malformed("content")
    again = int(received_at.timestamp() // _AGAIN.total_seconds())
    return InboundMessage(
        channel=channel,
        external_id=f"{card}/{button[0]}/{person}/{again}",
        address=_address(payload, channel, person),
        sender=person,
        sender_name="",
        text=words.format(number=button["number"]),
        sent_at=received_at,
        received_at=received_at,
        addressed=True,
        quoted=card,
    )


def _button(content: object) -> re.Match[str] | None:
    """The button's id, or the `action` that a template of the office's gives with it."""
    try:
        told = json.loads(content) if isinstance(content, str) else content
    except (ValueError, RecursionError):
        return None
    private = told.get("cardPrivateData") if isinstance(told, Mapping) else None
    if not isinstance(private, Mapping):
        return None
    params, ids = private.get("params"), private.get("actionIds")
    named = [params.get("action")] if isinstance(params, Mapping) else []
    named += ids if isinstance(ids, list) else []
    found = (_BUTTON.fullmatch(name) for name in named if isinstance(name, str))
    return next((one for one in found if one is not None), None)


def _address(payload: Mapping[str, object], channel: str, person: str) -> Address:
    """The group where the card stands, where the platform names it; else whoever pressed is
    answered alone.
    """
    space = identity(payload.get("spaceId"))
    if space and label(payload.get("spaceType")).upper() in ("IM_GROUP", "IM"):
        return Address(channel=channel, kind=ConversationKind.GROUP, conversation=space)
    return Address(channel=channel, kind=ConversationKind.PRIVATE, conversation="", person=person)


def _malformed(field: str) -> Dropped:
    return Dropped(reason=DropReason.MALFORMED, kind=field)
