"""`qunli user`: accounts of the desk."""

import io

import pytest
import yaml

from bot import passwords
from bot.__main__ import main

PASSWORD = "right horse battery"
PEOPLE = [
    {
        "id": "l1",
        "name": "邓国华",
        "roles": ["grid_leader"],
        "grids": ["g1"],
        "accounts": {"dingtalk": "staff-deng"},
    },
    {"id": "l2", "name": "何倩芬", "roles": ["grid_leader"], "grids": ["g1"]},
    {"id": "r1", "name": "王秀兰", "roles": ["resident"]},
]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Runs `qunli user` over a store of its own, with a password on standard input."""
    community = {
        "street": "西南街道",
        "name": "桥头社区",
        "grids": [{"id": "g1", "name": "第一网格"}],
    }
    config = tmp_path / "config.yaml"
    store = {"url": f"sqlite:///{tmp_path}/qunli.db"}
    content = {"community": community, "people": PEOPLE, "store": store}

    def run(do, *words, password=None, more=None):
        together = yaml.safe_dump(content | (more or {}), allow_unicode=True)
        config.write_text(together, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        given = [] if password is None else ["--password-stdin"]
        return main(["user", do, "--config", str(config), *given, *words])

    return run


def test_an_account_is_made_listed_and_dropped(office, capsys):
    assert office("list") == 0
    assert office("add", "Deng", "--person", "l1", password=PASSWORD) == 0
    assert office("add", "root", "--admin", password=PASSWORD) == 0
    assert office("list") == 0
    assert office("drop", "deng") == 0
    assert office("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "no accounts",
        "account deng made",
        "account root made",
        "deng\tl1",
        "root\t- admin",
        "account deng dropped",
        "root\t- admin",
    ]


def test_an_account_is_switched_off_and_on(office, capsys):
    office("add", "deng", "--person", "l1", password=PASSWORD)
    assert [office("off", "deng"), office("list"), office("on", "deng"), office("list")] == [0] * 4
    lines = capsys.readouterr().out.splitlines()
    assert (lines[2], lines[4]) == ("deng\tl1 off", "deng\tl1")
    assert office("password", "deng", password="another one entirely") == 0


@pytest.mark.parametrize(
    ("words", "password", "told"),
    [
        (("a", "--admin"), PASSWORD, "2 to 32"),
        (("deng", "--person", "l1"), "short", "10 to 200"),
        (("deng", "--person", "nobody"), PASSWORD, "no such person"),
        (("wang", "--person", "r1"), PASSWORD, "no role of staff"),
        (("deng",), PASSWORD, "--person must be given"),
    ],
)
def test_what_is_wrong_is_said(office, capsys, words, password, told):
    assert office("add", *words, password=password) == 2
    assert told in capsys.readouterr().err


def test_a_name_is_given_once(office, capsys):
    office("add", "deng", "--person", "l1", password=PASSWORD)
    assert office("add", "DENG", "--person", "l1", password=PASSWORD) == 2
    assert "already" in capsys.readouterr().err


VOUCHED = {
    "desk": {"dingtalk_login": True, "public_url": "https://qunli.example"},
    "adapters": {"dingtalk": {"enabled": True}},
}


def test_an_account_is_given_a_person_and_dingtalk_vouches_for_him(office, capsys):
    office("add", "root", "--admin", password=PASSWORD)
    office("add", "he", "--person", "l2", password=PASSWORD)
    assert office("person", "root", "l1") == 0
    capsys.readouterr()
    assert [office("list"), office("list", more=VOUCHED)] == [0, 0]
    plain, vouched = ["he\tl2", "root\tl1 admin"], ["he\tl2", "root\tl1 admin dingtalk"]
    assert capsys.readouterr().out.splitlines() == plain + vouched
    office("add", "deng", "--person", "l1", password=PASSWORD)
    office("list", more=VOUCHED)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == ["deng\tl1", *plain]  # which of the two would be his?
    office("off", "deng")
    office("list", more=VOUCHED)
    assert capsys.readouterr().out.splitlines()[1:] == ["deng\tl1 off", *vouched]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("root", "nobody"), "no such person"),
        (("root", "r1"), "no role of staff"),
        (("nobody", "l1"), "no account nobody"),
    ],
)
def test_whose_an_account_cannot_be_is_said(office, capsys, words, told):
    office("add", "root", "--admin", password=PASSWORD)
    assert office("person", *words) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("do", ["off", "on", "drop"])
def test_an_account_that_is_none_is_not_changed(office, capsys, do):
    assert office(do, "nobody") == 2
    assert "no account nobody" in capsys.readouterr().err


def test_hashes_are_salted_and_fit_one_password():
    first, second = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.fits(PASSWORD, first)
    assert not passwords.fits("wrong", first)


@pytest.mark.parametrize("secret", ["", "plain", "$argon2id$v=19$m=1"])
def test_what_is_no_hash_fits_nothing(secret):
    assert not passwords.fits(PASSWORD, secret)
