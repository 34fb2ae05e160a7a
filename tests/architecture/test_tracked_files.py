"""What is committed runs on any machine: no path of one machine, no registry's address."""

import re
import subprocess

from tests.architecture import sources

# Written in pieces, so that this file does not match itself.
MACHINE_PATHS = re.compile(r"(?<![\w.*~}>-])/" + r"(?:home|root|work|opt|Users)/\w")
REGISTRIES = re.compile(
    r"pypi\." + r"org|pythonhosted\." + r"org|registry\." + r"npmjs|deb\." + r"debian|anaconda\." + r"org"
)


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    found = []
    for name in _tracked_files():
        path = sources.ROOT / name
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for number, line in enumerate(lines, start=1):
            if MACHINE_PATHS.search(line) or REGISTRIES.search(line):
                found.append(f"{name}:{number}: {line.strip()[:120]}")
    sources.refuse(found)


def test_no_lock_of_another_tool_is_kept() -> None:
    addressed = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"}
    assert addressed.isdisjoint(_tracked_files())


def _tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=sources.ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()
