"""Links are followed by one function: `Path.resolve` raises no `OSError` where they lead in a circle."""

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "gtm_desktop"
ALLOWED = {"core/paths.py", "ui/widgets/map_scheme.py"}  # both of the program's own files


def test_paths_of_users_are_followed_by_one_function() -> None:
    resolving = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if re.search(r"\.resolve\(", file.read_text(encoding="utf-8"))
    }
    assert resolving <= ALLOWED
