"""Another state of the code, laid out beside this one, for programs that compare two states on one machine.

Each state runs its own programs: what is imported is what lies in its folder, whatever was moved or renamed since.
"""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]


@contextmanager
def tree_at(ref: str, *, lends: Sequence[str] = ()) -> Iterator[Path]:
    """Lay out the tree of a commit in a temporary folder that goes when the block ends.

    Args:
        ref: what git knows a commit by.
        lends: paths in this tree that are copied there where it has none: programs that are younger than the commit.

    Raises:
        SystemExit: git knows no such commit.
    """
    asked = _git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if asked.returncode != 0:
        raise SystemExit(f"git knows no commit {ref!r}")
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-tree-") as folder:
        tree = Path(folder) / "tree"
        archive = _git("archive", "--format=tar", asked.stdout.decode().strip()).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(tree, filter="data")
        for path in lends:
            if not (tree / path).exists():
                _lend(HERE / path, tree / path)
        yield tree


@contextmanager
def started(
    tree: Path, module: str, *arguments: str | Path, folder: Path, listens: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """Start a module of a tree; its output is kept for reading, and it is killed where the block ends before it.

    Args:
        tree: the root of the code; the same environment serves every tree.
        module: such as ``tests.golden.record``.
        arguments: of its command line.
        folder: what it keeps for its user goes below it.
        listens: it is told what to do on its input.
    """
    command = [sys.executable, "-m", module, *(str(each) for each in arguments)]
    spoken, heard = subprocess.PIPE if listens else subprocess.DEVNULL, subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=tree, env=environment(tree, folder), stdin=spoken, stdout=heard, text=True
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def environment(tree: Path, folder: Path) -> Mapping[str, str]:
    """Return an environment in which every child imports `tree` and keeps its own things below `folder`."""
    user = {name: str(folder / name.lower()) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    return {**os.environ, **user, "PYTHONPATH": str(tree), "TZ": "UTC"}


def refuse_other_code(package: str) -> None:
    """Stop unless a package was imported from the folder this runs in: the figures of other code mean nothing.

    Raises:
        SystemExit: it was not.
    """
    at = Path(sys.modules[package].__file__ or "").resolve()
    if not at.is_relative_to(Path.cwd().resolve()):
        raise SystemExit(f"{package} was imported from {at.parent}, not from {Path.cwd()}")


def _lend(own: Path, there: Path) -> None:
    there.parent.mkdir(parents=True, exist_ok=True)
    if own.is_dir():
        shutil.copytree(own, there, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(own, there)


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(HERE), *arguments], capture_output=True, check=False)
