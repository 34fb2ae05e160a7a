"""Migrations: one step after the other, each once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from gtm_desktop.project.migrations import STEPS, migrate
from gtm_desktop.project.schema import FORMAT


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("PRAGMA user_version = 1")
        yield made


def test_steps_run_in_order_from_the_files_own_format(database: sqlite3.Connection) -> None:
    ran: list[int] = []
    steps = {number: lambda _database, number=number: ran.append(number) for number in range(4)}
    migrate(database, 3, steps)
    assert ran == [1, 2]
    assert database.execute("PRAGMA user_version").fetchone() == (3,)


def test_a_file_of_the_present_format_is_left_alone(database: sqlite3.Connection) -> None:
    migrate(database, 1, {})
    assert database.execute("PRAGMA user_version").fetchone() == (1,)


def test_every_older_format_has_its_step() -> None:
    assert set(STEPS) == set(range(1, FORMAT))
