"""The package's own source, parsed, for the rules in this folder."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gtm_desktop"
TESTS = ROOT / "tests"


@dataclass(frozen=True)
class Source:
    """One parsed module; `name` is its path from the checkout's root, with forward slashes."""

    name: str
    text: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """The part of the package it belongs to, such as ``"planning"`` or ``"cli"``."""
        return self.name.removesuffix(".py").split("/")[1]

    def line(self, node: ast.stmt) -> str:
        """The first line of a statement, as written."""
        return self.text.splitlines()[node.lineno - 1]


@cache
def package() -> tuple[Source, ...]:
    """Every module of the package."""
    return tuple(_sources(PACKAGE))


@cache
def tests() -> tuple[Source, ...]:
    """Every module of the tests."""
    return tuple(_sources(TESTS))


def _sources(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def imported_modules(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """Every imported module by its full name, with the statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a method or module function, with the last part of its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


def docstring_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines its docstring takes."""
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return (first.end_lineno or first.lineno) - first.lineno + 1
    return 0


def refuse(found: list[str]) -> None:
    """Fail the test with everything that was found, one a line; pass on an empty list."""
    if found:
        pytest.fail("\n" + "\n".join(found), pytrace=False)
