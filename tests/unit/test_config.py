"""config.yaml: everything that is wrong is told at once, by path, value and what to do."""

import copy
import re
from datetime import date, time
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.areas.directory import directory_of
from bot.areas.settings import settings_of
from bot.config.reading import check_config, read_all, read_config
from bot.config.secrets import read_secrets
from bot.domain.errors import ConfigError
from bot.domain.settings import Settings

ROOT = Path(__file__).parents[2]

SMALL = {
    "community": {
        "street": "西南街道",
        "name": "桥头社区",
        "grids": [
            {
                "id": "g1",
                "name": "第一网格",
                "estates": [{"name": "富善花园", "buildings": [{"name": "1栋"}, {"name": "2栋"}]}],
            }
        ],
    },
    "groups": [
        {
            "id": "own",
            "kind": "owners",
            "name": "业主群",
            "grid": "g1",
            "bindings": {"simulator": "own1"},
        }
    ],
    "people": [
        {
            "id": "chen",
            "name": "陈楼长",
            "roles": ["building_leader"],
            "buildings": ["1栋"],
            "groups": ["own"],
            "accounts": {"simulator": "s-chen"},
        }
    ],
}


def changed(path: str, value: object) -> dict:
    """The small configuration with one value changed: `groups.0.kind`."""
    data = copy.deepcopy(SMALL)
    at = data
    *way, last = path.split(".")
    for name in way:
        at = at[int(name)] if isinstance(at, list) else at.setdefault(name, {})
    if isinstance(at, list):
        at.insert(int(last), value)
    else:
        at[last] = value
    return data


def problems_of(data: dict) -> list[str]:
    try:
        check_config(data)
    except ConfigError as err:
        return list(err.problems)
    return []


def test_the_small_configuration_is_right():
    assert problems_of(SMALL) == []


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("server.port", 0, "input should be greater than or equal to 1 (got 0)"),
        ("server.port", "no", "input should be a valid integer, .* (got 'no')"),
        ("server.prot", 80, "unknown option. Remove it, or look up its name in docs/config.md"),
        ("privacy.context_seconds", 901, "input should be less than or equal to 900 (got 901)"),
        ("casework.yellow_share", float("nan"), "input should be less than 1 (got nan)"),
        ("outbox.patience_hours", float("inf"), "input should be less than or equal to 168 .*"),
        ("model.encoder", "bert", "string should match pattern .* (got 'bert')"),
        ("hours.night_begin", 22, "must be a time of day such as 07:30 (got 22)"),
        ("hours.night_begin", 79200, "must be a time of day such as 07:30 (got 79200)"),
        ("hours.night_begin", "24:00", "must be a time of day such as 07:30 (got '24:00')"),
        ("hours.night_begin", "abends", "must be a time of day such as 07:30 (got 'abends')"),
        ("hours.extra_holidays", ["2026-02-30"], ".*day value is outside expected range.*"),
        ("hours.extra_holidays", [20260302], "must be a date YYYY-MM-DD (got 20260302)"),
        ("hours.office", [], "list should have at least 1 item after validation, not 0"),
        ("groups.0.kind", "chat", "input should be 'owners' or 'leaders' (got 'chat')"),
        ("groups.0.name", None, "input should be a valid string (got None)"),
        ("groups.0.bindings", {"dingtalk": 12}, "input should be a valid string (got 12)"),
        ("people.0.roles", ["boss"], "input should be 'resident', .* (got 'boss')"),
        ("people.0.roles", [], "list should have at least 1 item after validation, not 0"),
        ("community.grids", [], "list should have at least 1 item after validation, not 0"),
        ("community", None, ".*"),
        ("groups", {"own": 1}, "input should be a valid list"),
    ],
)
def test_single_mistakes(path, value, problem):
    (found,) = problems_of(changed(path, value))
    where, _, what = found.partition(": ")
    assert where.startswith(path)
    shown = re.escape(problem).replace(r"\.\*", ".*")
    assert re.fullmatch(shown, what), what


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("groups.0.grid", "g9", "groups.0.grid: no such grid (got 'g9'). Known: g1"),
        ("people.0.grids", ["g9"], "people.0.grids: no such grid (got 'g9'). Known: g1"),
        ("people.0.groups", ["nowhere"], "people.0.groups: no such group (got 'nowhere')"),
        ("people.0.buildings", ["9栋"], "people.0.buildings: no such building (got '9栋')"),
        ("groups.1", SMALL["groups"][0], "groups: own appears twice. Each may appear once"),
        ("people.1", SMALL["people"][0], "people: chen appears twice. Each may appear once"),
        (
            "groups.1",
            SMALL["groups"][0] | {"id": "b"},
            "groups.bindings: simulator=own1 appears twice. Each may appear once",
        ),
        (
            "people.1",
            SMALL["people"][0] | {"id": "b"},
            "people.accounts: simulator=s-chen appears twice. Each may appear once",
        ),
        (
            "community.grids.1",
            {"id": "g1", "name": "又一个"},
            "community.grids: g1 appears twice. Each may appear once",
        ),
        (
            "assembly",
            {"quiet_seconds": 40, "longest_seconds": 30},
            "assembly.longest_seconds: must not be shorter than assembly.quiet_seconds"
            " (got 30.0 and 40.0)",
        ),
        (
            "hours.office",
            [["09:00", "09:00"]],
            "hours.office: a span must end after it begins (got 09:00:00 to 09:00:00)",
        ),
        (
            "hours.office",
            [["14:00", "18:00"], ["09:00", "12:00"]],
            "hours.office: spans must be in order (got 09:00:00 after one until 18:00:00)",
        ),
    ],
)
def test_contradictions(path, value, problem):
    assert problem in problems_of(changed(path, value))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must be a mapping of options"),
        ("- a\n- b", "must be a mapping of options"),
        ("just words", "must be a mapping of options"),
        ("a: [1, 2", "cannot be read as YAML: "),
        ("a: b: c", "cannot be read as YAML: "),
        ("groups: []\npeople: []\ngroups: []", "groups stands twice"),
        ("server: {port: 1, port: 2}", "port stands twice"),
        ("a: !!python/object/apply:os.system [true]", "cannot be read as YAML: "),
        ("[" * 600, "cannot be read as YAML: "),
        ("a: \x00", "cannot be read as YAML: "),
    ],
)
def test_files_that_are_none(written, text, problem):
    path = written(text)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    (told,) = caught.value.problems
    assert told.startswith(f"{path}: ")
    assert problem in told


def test_a_file_of_another_encoding(written):
    path = written("")
    path.write_bytes("community: 西南".encode("gbk"))
    with pytest.raises(ConfigError, match="cannot be read as YAML"):
        read_config(path)


def test_a_mark_of_the_byte_order_does_no_harm(written):
    path = written("")
    path.write_text(yaml.safe_dump(SMALL, allow_unicode=True), encoding="utf-8-sig")
    assert read_config(path) == check_config(SMALL)


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_no_such_file(written, tmp_path, capsys, name):
    written("")
    assert main(["check", "--config", str(tmp_path / name)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


TIMES = """
hours:
  night_begin: 21:30
  night_end: 6:05
  office: [[8:00, 12:00], [13:00, 17:00]]
  extra_holidays: [2026-03-09]
  extra_working_days: ["2026-03-07"]
"""


def test_times_and_dates_need_no_quotes(written):
    """YAML would read 21:30 as 1290."""
    text = yaml.safe_dump(SMALL, allow_unicode=True) + TIMES
    hours = read_config(written(text)).hours
    assert (hours.night_begin, hours.night_end) == (time(21, 30), time(6, 5))
    assert hours.office == [(time(8), time(12)), (time(13), time(17))]
    assert hours.extra_holidays == [date(2026, 3, 9)]
    assert hours.extra_working_days == [date(2026, 3, 7)]


def test_secrets_come_from_the_environment_only(monkeypatch):
    config = check_config(changed("adapters.dingtalk.enabled", True))
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_ID", "ding-id")
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_SECRET", "ding-secret")
    secrets = read_secrets(config)
    assert secrets.dingtalk_client_secret.get_secret_value() == "ding-secret"
    assert "ding-secret" not in repr(secrets)
    assert read_secrets(check_config(SMALL)).dingtalk_client_id.get_secret_value() == ""


@pytest.mark.parametrize("option", ["client_secret", "secret", "token"])
def test_a_secret_in_the_file_is_refused_and_not_repeated(option):
    (problem,) = problems_of(changed(f"adapters.dingtalk.{option}", "hunter2"))
    assert problem.startswith(f"adapters.dingtalk.{option}: unknown option.")
    assert "hunter2" not in problem


@pytest.mark.parametrize("given", [("id", ""), ("", "secret"), ("", "")])
def test_secrets_that_are_missing_are_named(monkeypatch, given):
    names = ("QUNLI_DINGTALK_CLIENT_ID", "QUNLI_DINGTALK_CLIENT_SECRET")
    for name, value in zip(names, given, strict=True):
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        read_secrets(check_config(changed("adapters.dingtalk.enabled", True)))
    missing = [name for name, value in zip(names, given, strict=True) if not value]
    assert len(caught.value.problems) == len(missing)
    assert all(name in told for name, told in zip(missing, caught.value.problems, strict=True))


@pytest.fixture
def shipped(monkeypatch):
    monkeypatch.chdir(ROOT)
    return read_all(Path("config.yaml"))


def test_the_shipped_configuration_is_a_community_after_the_seeds(shipped):
    config = shipped.config
    assert (config.community.street, config.community.name) == ("西南街道", "桥头社区")
    assert len(config.community.grids) == 8
    assert {group.kind for group in config.groups} == {"owners", "leaders"}
    roles = {role for person in config.people for role in person.roles}
    assert {"resident", "building_leader", "grid_member", "grid_leader", "property"} <= roles
    assert "department" in roles
    assert len(shipped.matters) == 210


def test_the_shipped_configuration_says_what_is_so_anyway(shipped):
    """Its figures are the documented defaults."""
    assert settings_of(shipped.config) == Settings()


def test_check_says_ok_and_hints(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert main(["check"]) == 0
    out, err = capsys.readouterr()
    assert out == "config.yaml: ok\n"
    assert "hint: no telephone or text-message port" in err


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        ("groups.0.bindings.dingtak", "cid", "hint: there is no adapter 'dingtak', what is bound"),
        ("people.0.accounts.wx", "id", "hint: there is no adapter 'wx', what is bound"),
        ("people.0.name", "陈", "hint: grid g1 has no grid_leader"),
    ],
)
def test_what_is_allowed_but_may_surprise(written, capsys, path, value, hint):
    text = yaml.safe_dump(changed(path, value), allow_unicode=True)
    assert main(["check", "--config", str(written(text))]) == 0
    assert hint in capsys.readouterr().err


def test_a_robot_that_cannot_speak_first(written, capsys, monkeypatch):
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_ID", "id")
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_SECRET", "secret")
    text = yaml.safe_dump(changed("adapters.dingtalk.enabled", True), allow_unicode=True)
    assert main(["check", "--config", str(written(text))]) == 0
    assert "adapters.dingtalk.robot_code is empty" in capsys.readouterr().err


def test_the_directory_of_a_configuration():
    known = directory_of(check_config(SMALL))
    assert known.room_bound_to("simulator", "own1").grid == "g1"
    assert known.person_with("simulator", "s-chen").buildings == ("1栋",)
    assert [building.name for building in known.grid("g1").buildings] == ["1栋", "2栋"]
