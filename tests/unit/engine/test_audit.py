"""The independent check finds what is wrong with an answer."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem, towns


@pytest.fixture
def solved():
    locked = np.full(200, -1)
    locked[5] = 1
    given = problem(*towns(200), territories=2, lower=80, upper=140, locked=locked)
    return given, solve(given, seed=1, iterations=2)


def _faults(given, solution, **changes):
    return " ".join(audit(given, replace(solution, **changes)).faults)


def _moved(solution, account, territory):
    places = solution.territory.copy()
    places[account] = territory
    return places


def test_a_sound_answer_has_no_faults_and_a_distance_over_the_globe(solved):
    found = audit(*solved)
    assert found.faults == ()
    assert found.great_circle_km > 0
    assert found.least_violations == 0


def test_an_account_without_a_territory_is_found(solved):
    given, solution = solved
    assert "account 3 is in territory -1" in _faults(given, solution, territory=_moved(solution, 3, -1))


def test_a_missing_account_is_found(solved):
    given, solution = solved
    assert "200 accounts, 199 places" in _faults(given, solution, territory=solution.territory[:-1])


def test_a_broken_lock_is_found(solved):
    given, solution = solved
    assert "account 5 is locked to 1" in _faults(given, solution, territory=_moved(solution, 5, 0))


def test_a_centre_outside_its_territory_is_found(solved):
    given, solution = solved
    assert "the centre of territory 0" in _faults(given, solution, centre=solution.centre[::-1])


def test_a_territory_without_a_centre_is_found(solved):
    given, solution = solved
    assert "no centre" in _faults(given, solution, centre=np.array([-1, solution.centre[1]]))


def test_a_missing_centre_is_found(solved):
    given, solution = solved
    assert "2 territories, 1 centres" in _faults(given, solution, centre=solution.centre[:1])


def test_a_wrong_objective_is_found(solved):
    given, solution = solved
    assert "its accounts cost" in _faults(given, solution, objective=solution.objective * 1.01)
    assert "do not add up" in _faults(given, solution, parts={"travel": 1.0})


def test_needless_and_hidden_violations_are_found(solved):
    given, solution = solved
    crowded = np.where(given.locked == -1, 0, 1)
    faults = _faults(given, solution, territory=crowded)
    assert "violations where 0 would do" in faults
    assert "the answer counts 0 violations" in faults
