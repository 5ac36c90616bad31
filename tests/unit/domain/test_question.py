"""The conversations that questions are kept by."""

from bot.domain.question import thread_of


def test_threads_are_named_as_intake_names_them():
    assert thread_of("own", "fake", "wang") == "own/wang"
    assert thread_of(None, "fake", "wang") == "private:fake/wang"
    assert thread_of("", "fake", "wang") == "private:fake/wang"
