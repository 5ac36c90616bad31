"""Templates become requests: nothing that is filled in can break out of its place."""

import hashlib
import hmac
import json
from urllib.parse import parse_qs

import pytest

from bot.adapters.phone.filling import fill
from bot.adapters.phone.settings import PhoneSettings, Signing

NASTY = '说"好"\n换行\\ 和 $secret & 100%'
JSON = '{"to": "$number", "say": "$text", "ref": "$id"}'


def request(text=NASTY, number="13800000001", **fields):
    settings = PhoneSettings(
        **({"name": "phone", "url": "https://gw.test/call", "body": JSON} | fields)
    )
    return fill(settings, number=number, text=text, id_="delivery-7", seconds=1_700_000_000)


def test_json_stays_json():
    made = request()
    body = json.loads(made.body)
    assert body == {"to": "13800000001", "say": NASTY, "ref": "delivery-7"}
    assert made.headers["content-type"] == "application/json; charset=utf-8"


def test_a_form_stays_a_form():
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    made = request(headers=form, body="mobile=$number&content=$text")
    found = parse_qs(made.body.decode())
    assert found == {"mobile": ["13800000001"], "content": [NASTY]}


def test_an_address_stays_an_address():
    made = request(number="1&x=2#", url="https://gw.test/call?to=$number", method="GET", body="")
    assert made.url == "https://gw.test/call?to=1%26x%3D2%23"
    assert (made.method, made.body) == ("GET", b"")


def test_a_line_break_never_gets_into_a_header():
    made = request(secret="one\r\nX-Bad: two", headers={"Authorization": "Bearer $secret"})
    assert made.headers["authorization"] == "Bearer one X-Bad: two"


def test_the_words_are_no_template():
    assert "hidden" not in request(secret="hidden").body.decode()


def test_the_words_are_cut():
    assert json.loads(request(text="长" * 900, text_limit=20).body)["say"] == "长" * 20


def test_an_unknown_name_is_left_as_it_is():
    assert request(body="$price $number", text="").body == b"$price 13800000001"


@pytest.mark.parametrize("signing", list(Signing))
def test_a_signature_over_time_and_body(signing):
    made = request(secret="s3", signing=signing, headers={"X-Sign": "$time.$signature"})
    message = b"1700000000\n" + made.body
    digest = hmac.new(b"s3", message, hashlib.sha256).hexdigest()
    expected = digest if signing is Signing.HMAC_SHA256 else ""
    assert made.headers["x-sign"] == f"1700000000.{expected}"


def test_neither_number_nor_secret_is_shown():
    shown = repr(request(secret="hidden", headers={"A": "$secret"}))
    assert "hidden" not in shown
    assert "1380" not in shown
