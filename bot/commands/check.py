"""`qunli check`: every problem of a configuration at once.

Comes in: a file. Goes out: problems on standard error and exit status 2, or 0 and one line. Does
not: start anything.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.areas.directory import directory_of
from bot.config.phone import phones
from bot.config.reading import read_all
from bot.config.wechat import wechat_accounts
from bot.domain.addresses import wake_addresses
from bot.domain.emergencies import CALLED
from bot.domain.grid import Directory
from bot.domain.people import Role
from bot.listing import sentence, shipped
from bot.options.config import Config
from bot.options.machine import AdaptersPart


def check(path: Path) -> int:
    """Exit status 0; ConfigError with everything that is wrong."""
    setup = read_all(path)
    config = setup.config
    missing = [item for item in shipped() if item not in setup.matters]
    told = [sentence("unknown_to_list", items=" ".join(missing))] if missing else []
    for hint in (*hints(config), *told):
        print(hint, file=sys.stderr)
    print(f"{path}: ok")
    return 0


def hints(config: Config) -> list[str]:
    """What is allowed but may surprise: grids without a leader, nobody to call at night."""
    directory = directory_of(config)
    found = [
        f"hint: grid {grid.id} has no {role.value}"
        for grid in directory.grids
        for role in (Role.GRID_LEADER, Role.GRID_MEMBER)
        if not directory.of_grid(grid.id, role)
    ]
    named = {name for group in config.groups for name in group.bindings}
    named |= {name for person in config.people for name in person.accounts}
    found += [
        f"hint: there is no adapter {name!r}, what is bound to it is not heard"
        for name in sorted(named - set(AdaptersPart.model_fields) - set(wechat_accounts(config)))
    ]
    if config.adapters.dingtalk.enabled and not config.adapters.dingtalk.robot_code:
        found.append("hint: adapters.dingtalk.robot_code is empty: the bot cannot speak first")
    if config.adapters.dingtalk.card_template and config.adapters.dingtalk.receive == "callback":
        found.append("hint: adapters.dingtalk.receive is callback: cards have no buttons")
    return found + list(_nobody_woken(config, directory))


def _nobody_woken(config: Config, directory: Directory) -> Iterator[str]:
    """Without a way to wake people, or a number of theirs, an emergency at night waits."""
    ways = phones(config)
    if not ways:
        yield (
            "hint: no telephone or text-message port (adapters.phone, adapters.sms): nobody is "
            "woken at night; say so in the groups, and to dial 119 or 110"
        )
    for grid in directory.grids if ways else ():
        people = [p for role in CALLED for p in directory.of_grid(grid.id, role)]
        if not any(wake_addresses(person, ways) for person in people):
            yield (
                f"hint: grid {grid.id}: nobody who is called in an emergency has a telephone "
                "number (people[].accounts.phone): nobody is woken at night"
            )
