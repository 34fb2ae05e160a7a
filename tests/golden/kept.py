"""Plan files that an earlier version wrote, and what evaluating and exporting them gave: kept with the code.

    python -m tests.golden.kept              writes the outputs anew, for a commit named as a change of behaviour
    python -m tests.golden.kept --new CASE…  adds plan files of further cases; one that is there is never written again

Whatever becomes of the format, these files have to open and give the same.
"""

import argparse
import gzip
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from openpyxl.utils import coordinate_to_tuple, get_column_letter

from gtm_desktop.project.save import save_project
from gtm_desktop.project.state import new_project
from gtm_desktop.workspace.tasks import open_plan
from tests.golden.cases import Case, made, names
from tests.golden.outputs import SHEET, Outputs, plan_outputs

FOLDER = Path(__file__).with_name("kept_plans")
_PLAN, _OUTPUTS = ".gtmplan.gz", ".txt"
_PART = "# "


def kept_names() -> list[str]:
    """Return the names of the plans that are kept."""
    return sorted(path.name.removesuffix(_PLAN) for path in FOLDER.glob(f"*{_PLAN}"))


def kept_outputs(name: str) -> Outputs:
    """Return what was written down of a plan."""
    return unpacked((FOLDER / f"{name}{_OUTPUTS}").read_text(encoding="utf-8"))


def outputs_now(name: str, folder: Path) -> Outputs:
    """Return what a kept plan gives when it is opened, evaluated and exported today; writes to `folder`."""
    path = folder / f"{name}.gtmplan"
    path.write_bytes(gzip.decompress((FOLDER / f"{name}{_PLAN}").read_bytes()))
    project, _ = open_plan(path)
    return plan_outputs(project.dataset, project.plan, folder)


def packed(outputs: Outputs) -> str:
    """Return outputs as a text: figures an address and a value a line, sheets a row a line, parted by tabs."""
    lines: list[str] = []
    for part, values in outputs.items():
        lines.append(_PART + part)
        lines += _rows(values) if part.startswith(SHEET) else [f"{at}\t{value}" for at, value in values.items()]
    return "\n".join(lines) + "\n"


def unpacked(text: str) -> Outputs:
    """Return the outputs of such a text."""
    outputs: dict[str, dict[str, str]] = {}
    part, row = "", 0
    for line in text.splitlines():
        if line.startswith(_PART):
            part, row = line.removeprefix(_PART), 0
            outputs[part] = {}
            continue
        row += 1
        first, *others = line.split("\t")
        if part.startswith(SHEET):
            cells = enumerate((first, *others), start=1)
            outputs[part] |= {f"{get_column_letter(column)}{row}": cell for column, cell in cells if cell}
        else:
            outputs[part][first] = "\t".join(others)
    return outputs


def _rows(cells: "dict[str, str]") -> list[str]:
    rows: dict[int, dict[int, str]] = {}
    for at, value in cells.items():
        row, column = coordinate_to_tuple(at)
        rows.setdefault(row, {})[column] = value
    return [
        "\t".join(rows[row].get(column, "") for column in range(1, max(rows[row]) + 1)) if row in rows else ""
        for row in range(1, max(rows, default=0) + 1)
    ]


def _keep_plan(case: Case) -> None:
    project = new_project(case.dataset, scenario="Plan")
    project = replace(project, scenarios=project.scenarios.with_plan(case.plan))
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-golden-") as folder:
        path = Path(folder) / "plan.gtmplan"
        save_project(project, path)
        content = path.read_bytes()
    with (FOLDER / f"{case.name}{_PLAN}").open("xb") as file:
        file.write(gzip.compress(content, mtime=0))


def main() -> None:
    """Add plans where they are asked for, and write all outputs anew."""
    parser = argparse.ArgumentParser(description="Write anew what the kept plans give.")
    parser.add_argument("--new", nargs="+", default=[], choices=names(), metavar="CASE", help="keep the plan of a case")
    asked = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-golden-") as folder:
        for name in asked.new:
            _keep_plan(made(name, Path(folder)))
        for name in kept_names():
            text = packed(outputs_now(name, Path(folder)))
            (FOLDER / f"{name}{_OUTPUTS}").write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}: {len(text):,} characters\n")


if __name__ == "__main__":
    main()
