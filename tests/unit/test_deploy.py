"""What is given to administrators: units, containers, alarms, and what is said of them."""

import re
import shlex
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.__main__ import _parser
from bot.domain.tally import Ending, Tally
from bot.metrics.page import Page, Reading
from bot.metrics.reading import Standing
from bot.ports import PartHealth
from bot.wiring.roles import Role
from tests.builders import T0

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = [*sorted(path.name for path in DEPLOY.glob("qunli*.service")), "qunli-backup.timer"]
RULES = yaml.safe_load((DEPLOY / "qunli.rules.yml").read_text(encoding="utf-8"))
ALARMS = {rule["alert"]: rule["expr"] for group in RULES["groups"] for rule in group["rules"]}
ANALYZE = shutil.which("systemd-analyze")
NOT_OURS = {"up"}


@pytest.mark.skipif(ANALYZE is None, reason="there is no systemd here")
@pytest.mark.parametrize("name", UNITS)
def test_units_are_what_systemd_takes(name, tmp_path):
    for unit in UNITS:
        text = (DEPLOY / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(re.sub(r"(?m)^(Exec\w+=)\S+", r"\1/bin/true", text))
    done = subprocess.run(
        [ANALYZE, "verify", "--man=no", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [unit for unit in UNITS if unit.endswith(".service")])
def test_units_start_what_there_is(name):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    command = shlex.split(re.search(r"(?m)^ExecStart=(.+)$", text)[1])
    assert command[0] == "/opt/qunli/.venv/bin/qunli"
    assert callable(_parser().parse_args(command[1:]).run)


def test_the_container_copies_and_starts_what_there_is():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", text):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists()
    command = yaml.safe_load(re.search(r"(?m)^CMD (\[\"run.+)$", text)[1])
    assert callable(_parser().parse_args(command).run)
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    build = service["qunli"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_every_process_of_the_big_size_starts_what_there_is_with_what_there_is():
    services = yaml.safe_load((DEPLOY / "compose.big.yaml").read_text(encoding="utf-8"))["services"]
    ours = {name: one for name, one in services.items() if "build" in one}
    roles = set()
    for one in ours.values():
        options = _parser().parse_args(one["command"])
        assert callable(options.run)
        roles |= {options.role} if "role" in options else set()
        assert (DEPLOY / one["build"]["context"] / one["build"]["dockerfile"]).is_file()
        assert (ROOT / f"requirements/{one['build']['args']['LOCK']}.lock").is_file()
        assert set(one["depends_on"]) <= set(services)
    assert roles == {role.value for role in Role if role is not Role.ALL}
    for one in services.values():
        for place in (text for text in one["volumes"] if text.startswith("./")):
            assert (DEPLOY / place.split(":")[0]).is_file() or "config.yaml" in place


def test_the_broker_takes_its_configuration(tmp_path):
    text = (DEPLOY / "nats.conf").read_text(encoding="utf-8").replace("/data", str(tmp_path))
    (tmp_path / "nats.conf").write_text(text)
    done = subprocess.run(
        [Path(sys.executable).with_name("nats-server"), "-t", "-c", tmp_path / "nats.conf"],
        capture_output=True,
        text=True,
        check=False,
        env={"QUNLI_NATS_TOKEN": "a-token", "QUNLI_NATS_KEY": "a-key"},
    )
    assert done.returncode == 0, done.stderr


def metrics() -> str:
    """A page on which everything is."""
    tally = Tally()
    tally.sends("wechat", Ending.SENT)
    tally.decided.add(timedelta(seconds=1))
    rows = Standing(
        turns={"open": 1},
        turns_late=0,
        timers_late=0,
        words_waiting=0,
        words_late=0,
        dead_letters=0,
        announcements_waiting=0,
        announcements_dead=0,
        parked=0,
        lamps={"red": 1},
        emergencies=0,
    )
    figures = {"gaps": 1, "missed_seconds": 1, "lost": 1, "resident_bytes": 1, "heard:taken": 1}
    reading = Reading(
        version="",
        model="",
        encoder="",
        parts={"store": PartHealth(status="ok", since=T0)},
        tally=tally,
        figures={"wechat": figures},
        standing=rows,
    )
    return Page().write(reading).decode()


def test_alarms_ring_for_figures_that_there_are():
    page = metrics()
    named = {
        name
        for expression in ALARMS.values()
        for name in re.findall(r"\b(?:qunli|process)_\w+|\bup\b", expression)
    }
    missing = {name for name in named - NOT_OURS if f"\n{name}" not in page}
    assert not missing


def test_the_manual_says_of_every_alarm_and_figure_what_it_means():
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(Qunli\w+)`", text)) == set(ALARMS)
    told = set(re.findall(r"`(qunli_\w+)", text))
    there = set(re.findall(r"(?m)^# TYPE (qunli_\w+)", metrics()))
    ours = {name for name in there if not name.endswith("_created")}
    assert ours == told
