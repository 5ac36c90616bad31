"""The arguments of `qunli user`, and how it asks for passwords.

Comes in: parsed arguments. Goes out: lines on standard output. Does not: show or keep a password,
or take it as an argument, where others on the machine could read it.
"""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bot.config.reading import read_config
from bot.domain.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli user`."""
    parts = parser.add_subparsers(
        required=True, metavar="add|list|person|password|off|on|drop", dest="do"
    )
    helps = {
        "add": "make an account",
        "list": "every account",
        "person": "say whose account it is; DingTalk vouches for the person",
        "password": "give an account another password",
        "off": "an account may not sign in any more",
        "on": "it may again; unlocks it, too",
        "drop": "an account is no more",
    }
    for name, text in helps.items():
        part = parts.add_parser(name, help=text)
        part.add_argument("--config", type=Path, default=Path("config.yaml"))
        if name != "list":
            part.add_argument("name")
        if name == "add":
            part.add_argument("--person", default=None, help="id of the person in people")
            part.add_argument("--admin", action="store_true", help="may administer the program")
        if name == "person":
            part.add_argument("person", help="id of the person in people")
        if name in ("add", "password"):
            part.add_argument(
                "--password-stdin",
                action="store_true",
                help="read it from standard input",
            )


def user(options: argparse.Namespace) -> bool:
    """Make, list or change accounts."""
    print(asyncio.run(_wanted(options)))
    return True


def _wanted(options: argparse.Namespace) -> Coroutine[Any, Any, str]:
    from bot.clock import SystemClock
    from bot.commands import user as accounts

    config = read_config(options.config)
    match options.do:
        case "add":
            wanted = accounts.Wanted(
                name=options.name,
                person=options.person,
                admin=options.admin,
                password=_password(from_stdin=options.password_stdin),
            )
            return accounts.add(config, wanted, SystemClock().now())
        case "password":
            password = _password(from_stdin=options.password_stdin)
            return accounts.change_password(config, options.name, password)
        case "person":
            now = SystemClock().now()
            return accounts.tie(config, options.name, options.person, now)
        case "off" | "on":
            return accounts.switch(config, options.name, active=options.do == "on")
        case "drop":
            return accounts.drop(config, options.name)
        case _:
            return accounts.listed(config)


def _password(*, from_stdin: bool) -> str:
    """Typed twice where somebody sits there."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("password: ")
    if getpass.getpass("again: ") != first:
        raise ConfigError(["user: the two passwords differ"])
    return first
