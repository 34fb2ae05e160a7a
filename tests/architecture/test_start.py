"""start.py and CI run all there is to run."""

import json
import os
import re
import sys

import pytest

import start
from tests.architecture import sources

MEASURED_BY_HAND = {"benchmarks"}


def test_ci_runs_what_the_readme_tells_everybody_to_run() -> None:
    assert "exec python3 start.py test" in (sources.ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_folder_of_tests_is_run() -> None:
    text = (sources.ROOT / "start.py").read_text(encoding="utf-8")
    folders = {path.relative_to(sources.TESTS).parts[0] for path in sources.TESTS.rglob("test_*.py")}
    run = set(re.findall(r'"tests/(\w+)"', text))
    sources.refuse(sorted(folders - run - MEASURED_BY_HAND))


def test_a_window_test_is_never_skipped_by_the_runner_itself() -> None:
    text = (sources.ROOT / "start.py").read_text(encoding="utf-8")
    assert 'pytest("tests/gui", "-m", "not xvfb")' in text
    assert 'pytest("tests/gui", "-m", "xvfb")' in text


def test_a_package_is_named_as_apt_knows_it_else_by_its_oldest_name(monkeypatch) -> None:
    monkeypatch.setattr(start, "is_known", lambda name: name == "newer")
    assert start.best_names([("newer", "older"), ("other-t64", "other")]) == ["newer", "other"]


def test_a_run_that_found_no_test_fails() -> None:
    no_test_collected = [sys.executable, "-c", "raise SystemExit(5)"]
    with pytest.raises(start.SetupError, match="window failed"):
        start.check("window", no_test_collected, dict(os.environ))


def test_nothing_is_installed_again_while_the_locks_stay_the_same(monkeypatch, tmp_path) -> None:
    done: list[str] = []
    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(start, "program", lambda: tmp_path)
    monkeypatch.setattr(start, "install_system_packages", lambda packages: done.append("system"))
    monkeypatch.setattr(start, "make_venv", lambda: done.append("venv"))
    monkeypatch.setattr(start, "remove_python_packages", done.extend)
    monkeypatch.setattr(start, "install_python_packages", lambda locks: done.append("python"))
    start.set_up(start.TEST_LOCKS, ())
    start.set_up(start.RUNTIME_LOCKS, ())
    start.set_up(start.TEST_LOCKS, ())
    assert done == ["system", "venv", "python", "system", "system"]


def test_a_package_that_no_lock_wants_any_more_is_removed(monkeypatch, tmp_path) -> None:
    removed: list[str] = []
    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp.json")
    start.STAMP.write_text(json.dumps({start.PACKAGES: "numpy dropped", "python": sys.version}))
    for name in ("install_system_packages", "install_python_packages"):
        monkeypatch.setattr(start, name, lambda wanted: None)
    monkeypatch.setattr(start, "make_venv", lambda: None)
    monkeypatch.setattr(start, "remove_python_packages", removed.extend)
    start.set_up(start.RUNTIME_LOCKS, ())
    assert removed == ["dropped"]


def test_missing_packages_are_named_in_one_line_where_they_may_not_be_installed(monkeypatch) -> None:
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(start.shutil, "which", lambda name: name)
    monkeypatch.setattr(start, "is_installed", lambda names: "libegl1" in names)
    monkeypatch.setattr(start, "is_known", lambda name: True)
    monkeypatch.setattr(start, "install_prefix", lambda: None)
    with pytest.raises(start.SetupError, match=r"^Some .* missing\. Type: sudo apt-get install xvfb$"):
        start.install_system_packages([("libegl1",), ("xvfb",)])
