"""Modules and functions stay small enough to be read in one go."""

import ast

import pytest

from tests.rules.tree import PACKAGES, python_files, source, syntax

MODULE_LINES = 350
TEST_MODULE_LINES = 400
FUNCTION_LINES = 40
MIGRATIONS = "bot/storage/migrations/versions/"  # one function for each, as long as the tables are


@pytest.mark.parametrize("path", python_files(*PACKAGES))
def test_modules(path):
    assert source(path).count("\n") <= MODULE_LINES


@pytest.mark.parametrize("path", python_files("tests"))
def test_test_modules(path):
    assert source(path).count("\n") <= TEST_MODULE_LINES


@pytest.mark.parametrize(
    "path", [name for name in python_files(*PACKAGES) if not name.startswith(MIGRATIONS)]
)
def test_functions(path):
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}


@pytest.mark.parametrize("path", [name for name in python_files(*PACKAGES) if source(name).strip()])
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(syntax(path))
