"""Write what the code of this tree gives for every case, for `tests.golden` to compare.

python -m tests.golden.record FOLDER [CASE…]
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.golden.cases import made, names
from tests.golden.outputs import outputs_of
from tests.trees import refuse_other_code


def main() -> None:
    """Write one file of JSON a case, and name each as it is done."""
    parser = argparse.ArgumentParser(description="Write what this tree gives for every golden case.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="all by default")
    asked = parser.parse_args()
    refuse_other_code("gtm_desktop")
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name in asked.cases or names():
        if name not in names():
            continue  # a case that only the other tree knows
        with tempfile.TemporaryDirectory(prefix="gtm-desktop-golden-") as folder:
            outputs = outputs_of(made(name, Path(folder)), Path(folder))
        (asked.folder / f"{name}.json").write_text(json.dumps(outputs, ensure_ascii=False), encoding="utf-8")
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
