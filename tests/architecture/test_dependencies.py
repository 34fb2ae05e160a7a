"""The locks fit the project, and every direct dependency's licence is listed."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture import sources

LOCKS = sorted(sources.ROOT.glob("requirements*.lock"))
PROJECT = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.M)
EXTRAS = {"requirements.lock": [], "requirements-dev.lock": ["dev"], "requirements-bundle.lock": ["bundle"]}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_line_of_a_lock_is_pinned_with_its_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert packages
    sources.refuse([entry.splitlines()[0] for entry in packages if "==" not in entry or "--hash=sha256:" not in entry])


@pytest.mark.parametrize("name", EXTRAS)
def test_a_lock_holds_every_direct_dependency_within_its_range(name: str) -> None:
    pins = _pins(sources.ROOT / name)
    wanted = list(PROJECT["dependencies"])
    for extra in EXTRAS[name]:
        wanted += PROJECT["optional-dependencies"][extra]
    missing = [
        f"{wish}, but the lock has {pins.get(canonicalize_name(wish.name), 'nothing')}"
        for wish in map(Requirement, wanted)
        if pins.get(canonicalize_name(wish.name), "") not in wish.specifier
    ]
    sources.refuse(missing)


def test_all_locks_name_the_same_version_of_a_package() -> None:
    seen: dict[str, str] = {}
    found = [
        f"{lock.name}: {name} {version}, elsewhere {seen[name]}"
        for lock in LOCKS
        for name, version in _pins(lock).items()
        if seen.setdefault(name, version) != version
    ]
    sources.refuse(found)


def test_the_licence_of_every_direct_dependency_is_listed() -> None:
    page = (sources.ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    listed = {canonicalize_name(name) for name in re.findall(r"^\| ([A-Za-z0-9._-]+) \|", page, re.M)}
    wanted = [*PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        wanted += extra
    sources.refuse([wish for wish in wanted if canonicalize_name(Requirement(wish).name) not in listed])


def test_the_licence_page_names_everything_that_ships() -> None:
    page = (sources.ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    words = {canonicalize_name(word) for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]", page)}
    sources.refuse(sorted(set(_pins(sources.ROOT / "requirements.lock")) - words))


def _pins(lock: Path) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in PINNED.findall(lock.read_text(encoding="utf-8"))}
