"""Write the corpus: every odd workbook that the import must read, ask about or refuse.

Run as ``python -m tests.corpus.generate FOLDER`` to look at the files; tests write them into a temporary folder.
What is expected of each stands in expected.csv.
"""

import sys
from pathlib import Path

from tests.corpus import abroad, formats, layouts, meanings, odd_sheets, planners, values

_PARTS = (layouts, values, abroad, formats, odd_sheets, planners, meanings)
CASES = {name: made for part in _PARTS for name, made in part.CASES.items()}


def write_case(name: str, folder: Path) -> Path:
    """Write one file of the corpus and return where it lies; some names stand for no file, a folder or a pipe."""
    path = folder / name
    CASES[name](path)
    return path


if __name__ == "__main__":
    for each in CASES:
        write_case(each, Path(sys.argv[1]))
