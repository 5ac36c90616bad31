"""Accounts of the desk: names, locks, the end of sessions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.accounts import (
    Account,
    AccountRules,
    DeskSession,
    account_name,
    after_right_password,
    after_wrong_password,
    is_locked,
    is_over,
)
from tests.builders import T0, after

RULES = AccountRules(tries=3, locked=timedelta(seconds=60))
HE = Account(name="he", person="g1", secret="", admin=False, made_at=T0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" He ", "he"),
        ("ＨＥ２", "he2"),
        ("何倩芬", "何倩芬"),
        ("a", None),
        ("a b", None),
        ("x" * 33, None),
        ("", None),
        ("<b>", None),
    ],
)
def test_a_name_is_kept_in_one_way(text, name):
    assert account_name(text) == name


def test_too_many_wrong_passwords_lock_for_a_while():
    account = HE
    for _ in range(2):
        account = after_wrong_password(account, T0, RULES)
    assert not is_locked(account, T0)
    account = after_wrong_password(account, T0, RULES)
    assert is_locked(account, after(59))
    assert not is_locked(account, after(60))


def test_a_right_password_counts_anew():
    account = after_right_password(after_wrong_password(HE, T0, RULES))
    assert account == HE


@pytest.mark.parametrize(
    ("begun", "seen", "over"),
    [(0, 0, False), (0, -3600, True), (-7200, -60, True), (-7100, -3500, False)],
)
def test_a_session_ends_when_idle_or_old(begun, seen, over):
    rules = AccountRules(idle=timedelta(hours=1), longest=timedelta(hours=2))
    session = DeskSession(key="k", account="he", begun_at=after(begun), seen_at=after(seen))
    assert is_over(session, T0, rules) is over
    assert is_over(replace(session, seen_at=T0, begun_at=T0), after(3600), rules)
