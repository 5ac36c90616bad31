"""Chinese is data: no Python outside the tests holds a word of it, neither written nor escaped."""

import ast
import io
import re
import tokenize

import pytest

from tests.rules.tree import PACKAGES, python_files, source, syntax

WRITTEN = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
WORD = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff]{2}"
)  # two in a row; a range in a pattern has a hyphen between
TEXT_TOKENS = {
    getattr(tokenize, name)
    for name in ("STRING", "FSTRING_START", "FSTRING_MIDDLE")
    if hasattr(tokenize, name)
}


def written(text: str) -> list[str]:
    """The string literals of this source in which a Chinese character or mark stands as itself."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [
        token.string
        for token in tokens
        if token.type in TEXT_TOKENS and WRITTEN.search(token.string)
    ]


def escaped(tree: ast.Module) -> list[str]:
    """The string values that hold a Chinese word, however it is spelt."""
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and WORD.search(node.value)
    ]


@pytest.mark.parametrize("path", python_files(*PACKAGES))
def test_no_chinese_in_code(path):
    assert written(source(path)) + escaped(syntax(path)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('word = "工单"', True),
        ('word = f"{number}号"', True),
        ('"""工单 is the case."""', True),
        (r'word = "\u5de5\u5355"', True),
        ('end = "。"', True),
        (r'letters = "[\u4e00-\u9fff]"', False),
        ('word = "case"  # 工单', False),
    ],
)
def test_the_rule_sees_what_it_should(text, found):
    assert bool(written(text) + escaped(ast.parse(text))) is found
