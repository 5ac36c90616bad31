"""The small parts: waiting, signing, settings, frames, sorting the client's exceptions."""

import inspect
import json
import random
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.dingtalk import CustomWebhook, DingtalkSettings
from bot.adapters.dingtalk.official import TOPIC, make_client, read_frame
from bot.adapters.dingtalk.signing import sign, signed_url
from bot.adapters.dingtalk.wire import translated
from bot.backoff import Backoff
from bot.domain.errors import ChannelError, ChannelRefused, ChannelUnavailable, OutcomeUnknown

SECOND = timedelta(seconds=1)
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


class Never(random.Random):
    """No spread."""

    def random(self) -> float:
        return 0.0


def backoff() -> Backoff:
    return Backoff(first=SECOND, longest=SECOND * 60, settled_after=SECOND * 30, spread=Never())


def test_waits_double_up_to_the_longest():
    waiting = backoff()
    assert [waiting.next_wait(0) for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_settled_connection_is_no_failure():
    waiting = backoff()
    assert [waiting.next_wait(lived) for lived in (0, 29, 30, 0)] == [1, 2, 0, 1]


def test_a_year_of_failures_does_not_overflow():
    waiting = backoff()
    assert {waiting.next_wait(0) for _ in range(100_000)} == {1, 2, 4, 8, 16, 32, 60}


def test_the_spread_takes_away_a_half_at_most():
    waiting = Backoff(first=SECOND, longest=SECOND, settled_after=SECOND)
    waits = [waiting.next_wait(0) for _ in range(200)]
    assert 0.5 <= min(waits) < max(waits) <= 1.0


def test_the_signature_of_the_platforms_own_formula():
    """base64(HMAC-SHA256(secret, timestamp + newline + secret)), worked out by openssl."""
    assert sign("SECabc", "1795147200000") == "h2ec/TOLWwpcXLobP5Rcrw5F9lnnKUDOzi+GYnvq9Xg="


def test_a_signed_address():
    webhook = CustomWebhook(
        url="https://oapi.dingtalk.com/robot/send?access_token=t", secret="SECabc"
    )
    query = parse_qs(urlsplit(signed_url(webhook, NOON)).query)
    assert query == {
        "access_token": ["t"],
        "timestamp": ["1795147200000"],
        "sign": [sign("SECabc", "1795147200000")],
    }


@pytest.mark.parametrize(
    ("url", "secret", "begins"),
    [
        ("https://h/send?access_token=t", "", "https://h/send?access_token=t"),
        ("https://h/send", "SECabc", "https://h/send?timestamp="),
    ],
)
def test_addresses_without_secret_or_query(url, secret, begins):
    assert signed_url(CustomWebhook(url=url, secret=secret), NOON).startswith(begins)


def test_secrets_are_not_shown():
    webhook = CustomWebhook(url="https://h/send?access_token=hush", secret="hush")
    settings = DingtalkSettings(
        client_id="id", client_secret="hush", custom_webhooks={"cid": webhook}
    )
    assert "hush" not in repr(settings)


def test_a_whole_request_takes_longer_than_connecting():
    with pytest.raises(ValueError, match="longer than connect_timeout"):
        DingtalkSettings(client_id="id", client_secret="s", request_timeout=SECOND)


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://127.0.0.1:8000/"])
def test_an_address_with_or_without_a_last_stroke(base):
    settings = DingtalkSettings(client_id="id", client_secret="s", api_base=base)
    assert settings.api("/v1.0/x") == "http://127.0.0.1:8000/v1.0/x"


CLIENT_ERRORS = sorted(
    {
        kind
        for kind in vars(aiohttp).values()
        if inspect.isclass(kind) and issubclass(kind, aiohttp.ClientError)
    }
    | {TimeoutError, ConnectionResetError, OSError},
    key=lambda kind: kind.__name__,
)
NEVER_SENT = {
    "ClientConnectorCertificateError",
    "ClientConnectorDNSError",
    "ClientConnectorError",
    "ClientConnectorSSLError",
    "ClientProxyConnectionError",
    "ClientSSLError",
    "ConnectionTimeoutError",
    "ServerFingerprintMismatch",
    "UnixClientConnectorError",
}
NO_ADDRESS = {"InvalidURL", "InvalidUrlClientError", "NonHttpUrlClientError"}
NO_ADDRESS |= {"InvalidUrlRedirectClientError", "NonHttpUrlRedirectClientError"}


@pytest.mark.parametrize("carries_words", [True, False])
@pytest.mark.parametrize("kind", CLIENT_ERRORS, ids=lambda kind: kind.__name__)
def test_every_exception_of_the_client_is_sorted(kind, carries_words):
    with pytest.raises(ChannelError) as caught, translated(carries_words=carries_words):
        raise kind.__new__(kind)
    if kind.__name__ in NO_ADDRESS:
        assert type(caught.value) is ChannelRefused
    elif kind.__name__ in NEVER_SENT or not carries_words:
        assert type(caught.value) is ChannelUnavailable
    else:
        assert type(caught.value) is OutcomeUnknown


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
HEADERS = ["time", "topic", "messageId", "contentType", "eventBornTime", "eventId", "appId"]
FRAMES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["SYSTEM", "EVENT", "CALLBACK"]) | ANYTHING,
        "headers": st.dictionaries(
            st.sampled_from(HEADERS),
            ANYTHING | st.sampled_from(["ping", "disconnect", "/v1.0/im/bot/messages/get", "7"]),
        )
        | ANYTHING,
        "data": ANYTHING | ANYTHING.map(json.dumps),
        "specVersion": ANYTHING,
    },
)


class Socket:
    """Keeps what is sent into it."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, frame: str) -> None:
        self.sent.append(frame)


@settings(max_examples=60)
@given(FRAMES)
async def test_a_frame_that_passes_never_makes_the_library_raise(frame):
    taken = []

    async def take(payload: object) -> None:
        taken.append(payload)

    checked = read_frame(json.dumps(frame))
    if checked is None:
        return
    client = make_client(DingtalkSettings(client_id="id", client_secret="s"), {TOPIC: take})
    client.websocket = Socket()
    await client.route_message(checked)
    for ack in client.websocket.sent:
        assert isinstance(json.loads(ack)["data"], str)
    assert len(taken) <= 1


@given(st.text(max_size=50) | st.binary(max_size=50))
def test_any_characters_as_a_frame(raw):
    frame = read_frame(raw)
    assert frame is None or isinstance(frame["headers"], dict)
