"""Set everything up in this checkout and start it: ``python3 start.py open``, ``test`` or ``bundle``.

Standard library only, Python 3.11 or newer. The environment is built in ``.venv`` beside this file from the hashed lock
files; a second run notices that nothing changed and starts at once. pip's own configuration is respected.

Tried on Debian 12. The paths for Windows and macOS are written down here but were never run.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - first of all: what follows does not even load on an older one
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")

import argparse
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "gtm-desktop-setup.json"
PACKAGES = "packages"
SAMPLE_FOLDER = ROOT / "build" / "sample"
SAMPLE_PLAN = "great_lakes.gtmplan"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""

RUNTIME_LOCKS = ("requirements-build.lock", "requirements.lock")
TEST_LOCKS = (*RUNTIME_LOCKS, "requirements-dev.lock")
BUNDLE_LOCKS = (*RUNTIME_LOCKS, "requirements-bundle.lock")

# Each entry is one Debian package under the names that it has had; newer systems renamed some for 64-bit time.
WINDOW_PACKAGES = (
    ("libegl1",),
    ("libgl1",),
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("libdbus-1-3",),
    ("libfontconfig1",),
    ("libnss3",),
    ("libasound2t64", "libasound2"),
    ("libxcomposite1",),
    ("libxdamage1",),
    ("libxrandr2",),
    ("libxfixes3",),
    ("libxtst6",),
    ("libxkbfile1",),
    ("libxkbcommon0",),
    ("libgssapi-krb5-2",),
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-keysyms1",),
    ("libxcb-shape0",),
    ("libxcb-xkb1",),
    ("libxcb-render-util0",),
    ("libxcb-image0",),
    ("libxkbcommon-x11-0",),
    ("libx11-xcb1",),
)
VIRTUAL_SCREEN_PACKAGES = (("xvfb",), ("xdotool",))
# PyInstaller reads the libraries that a program needs with objdump.
BUNDLE_PACKAGES = (*WINDOW_PACKAGES, *VIRTUAL_SCREEN_PACKAGES, ("binutils",))
TEST_PACKAGES = (*WINDOW_PACKAGES, *VIRTUAL_SCREEN_PACKAGES)

Packages = Sequence[tuple[str, ...]]


class SetupError(Exception):
    """Something stands in the way that the reader can put right; the message says what and how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 done, 1 it failed, 2 bad usage."""
    parser = argparse.ArgumentParser(prog="start.py", description="Set up GTM Desktop in this checkout and start it.")
    commands = {"open": open_program, "test": run_checks, "bundle": build_bundle}
    parser.add_argument("command", choices=commands, help="open the program, run what CI runs, or build the bundle")
    command = commands[parser.parse_args(arguments).command]
    try:
        return command()
    except SetupError as error:
        say(str(error))
        return 1


# --- the three commands ---


def open_program() -> int:
    """Open the window on the sample plan; without a display, plan the sample workbook to a roster and say where."""
    has_window = can_show_a_window()
    set_up(RUNTIME_LOCKS, WINDOW_PACKAGES if has_window else ())
    if not has_window:
        say("There is no display here, so the sample workbook is planned without the window.")
        roster = plan_sample("--out", "great_lakes_roster.xlsx")
        say(f"The roster is in {roster}")
        return 0
    project = SAMPLE_FOLDER / SAMPLE_PLAN
    if not project.exists():
        say("Planning the sample workbook, once ...")
        plan_sample("--project", SAMPLE_PLAN)
    say("Opening the window ...")
    return run([program(), project], {**os.environ, **browser_environment()})


def run_checks() -> int:
    """Run everything that CI runs, in its order, and stop at the first that fails."""
    set_up(TEST_LOCKS, TEST_PACKAGES)
    checks: list[tuple[str, list[str | Path], dict[str, str]]] = [
        ("ruff check", [tool("ruff"), "check", "."], {}),
        ("ruff format", [tool("ruff"), "format", "--check", "."], {}),
        ("mypy", [tool("mypy")], {}),
        ("import-linter", [tool("lint-imports")], {}),
        ("rules, units, properties", pytest("tests/architecture", "tests/unit", "tests/property", "tests/formats"), {}),
        ("odd workbooks", pytest("tests/corpus"), {}),
        ("golden outputs", pytest("tests/golden"), {}),
        ("faults, a few of each", pytest("tests/faults"), {}),
        ("window, offscreen", pytest("tests/gui", "-m", "not xvfb"), {"QT_QPA_PLATFORM": "offscreen"}),
    ]
    began = time.monotonic()
    strict = {**os.environ, "GTM_DESKTOP_NO_SKIPPED_WINDOWS": "1"}
    for title, command, extra in checks:
        check(title, command, {**strict, **extra})
    if sys.platform == "linux":
        with virtual_screen() as display:
            window = {**strict, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            window.pop("WAYLAND_DISPLAY", None)
            check("a real window under Xvfb", pytest("tests/gui", "-m", "xvfb"), window)
    else:
        say("The tests of a real window need Xvfb and run on Linux only.")
    check("end to end", pytest("tests/end_to_end"), {**strict, "QT_QPA_PLATFORM": "offscreen"})
    say(f"Everything passed in {time.monotonic() - began:.0f} s.")
    return 0


def build_bundle() -> int:
    """Build the one-folder bundle in ``dist`` and run its self-test inside it."""
    set_up(BUNDLE_LOCKS, BUNDLE_PACKAGES)
    command: list[str | Path] = [venv_python(), ROOT / "installers" / "build_bundle.py"]
    if can_show_a_window() or sys.platform != "linux":
        return run(command, {**os.environ, **browser_environment()})
    with virtual_screen() as display:
        return run(command, {**os.environ, "DISPLAY": display, **browser_environment()})


def plan_sample(option: str, name: str) -> Path:
    """Plan the sample workbook from the command line, with one output of the program's; return its path."""
    SAMPLE_FOLDER.mkdir(parents=True, exist_ok=True)
    made = SAMPLE_FOLDER / name
    samples = ROOT / "sample_workbooks"
    command: list[str | Path] = [program(), "plan", samples / "great_lakes_accounts.xlsx"]
    command += ["--reps", samples / "great_lakes_reps.xlsx", "--accept-suggestions", option, made]
    if run(command) != 0:
        raise SetupError("The sample workbook could not be planned; the lines above say why.")
    return made


# --- running things ---


def say(text: str) -> None:
    """Print one line now, in step with what child processes print."""
    print(text, flush=True)


def run(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> int:
    """Run a command in the checkout and return its exit status."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False).returncode


def check(title: str, command: Sequence[str | Path], environment: dict[str, str]) -> None:
    """Run one check under a heading.

    Raises:
        SetupError: it failed, or (pytest) found no test to run.
    """
    say(f"\n=== {title} ===")
    status = run(command, environment)
    if status != 0:
        raise SetupError(f"\n{title} failed (exit status {status}): {shlex.join(str(part) for part in command)}")


def tool(name: str) -> Path:
    """Return the path of a command in the environment."""
    return SCRIPTS / f"{name}{SUFFIX}"


def program() -> Path:
    """Return the path of the program's own command."""
    return tool("gtm-desktop")


def venv_python() -> Path:
    """Return the environment's Python."""
    return SCRIPTS / f"python{SUFFIX}"


def pytest(*arguments: str) -> list[str | Path]:
    """Return a pytest command."""
    return [venv_python(), "-m", "pytest", "-q", *arguments]


def pip(verb: str) -> list[str | Path]:
    """Return a pip command."""
    return [venv_python(), "-m", "pip", "--disable-pip-version-check", "-qq", verb]


def is_root() -> bool:
    """Tell whether this runs as the system's administrator (never on Windows)."""
    return os.name != "nt" and os.geteuid() == 0


def can_show_a_window() -> bool:
    """Tell whether there is a display: always on Windows and macOS, else where X11 or Wayland says so."""
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def browser_environment() -> dict[str, str]:
    """Return what the map's browser needs here: as root it refuses to start inside its own sandbox.

    This concerns root in a checkout (a container, mostly); the program itself never switches the sandbox off.
    """
    if is_root() and "QTWEBENGINE_CHROMIUM_FLAGS" not in os.environ:
        say("You are root: the map's browser runs without its sandbox.")
        return {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu"}
    return {}


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Give a screen of 1440 × 900 on a free display, such as ``:1``, and take it away again."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL) as server:
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        try:
            if not number:
                raise SetupError("Xvfb did not start.")
            yield f":{number}"
        finally:
            server.terminate()


# --- the environment ---


def set_up(locks: Sequence[str], packages: Packages) -> None:
    """Bring the system's packages and ``.venv`` up to date; quick where nothing changed."""
    done = read_stamp()
    wanted = {name: digest(ROOT / name) for name in (*locks, "pyproject.toml")}
    is_current = program().exists() and done.items() >= wanted.items()
    if not is_current and importlib.util.find_spec("ensurepip") is None:
        packages = [*packages, (f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "python3-venv")]
    install_system_packages(packages)
    if is_current:
        return
    make_venv()
    earlier = set(done.get(PACKAGES, "").split())
    dropped = earlier - pinned_names(ROOT.glob("requirements*.lock"))
    remove_python_packages(dropped)
    install_python_packages(locks)
    stamp = {name: value for name, value in done.items() if name.endswith(".lock") and digest(ROOT / name) == value}
    stamp |= wanted
    stamp[PACKAGES] = " ".join(sorted((earlier - dropped) | pinned_names(ROOT / name for name in locks)))
    stamp["python"] = sys.version
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def read_stamp() -> dict[str, str]:
    """Return what the last set-up installed, by file; empty where there was none, or for another Python."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("python") == sys.version else {}


def digest(path: Path) -> str:
    """Return the fingerprint of a file, empty for one that is missing."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def make_venv() -> None:
    """Make ``.venv``, again where it is there but its Python does not run or is another version."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([venv_python(), "-c", question], capture_output=True, text=True, check=False).stdout
    except OSError:
        answer = ""
    if answer.strip() == version:
        return
    say("Making the environment in .venv ...")
    if VENV.exists():
        shutil.rmtree(VENV)
    if run([sys.executable, "-m", "venv", VENV]) != 0:
        raise SetupError("Python could not make an environment in .venv; the lines above say why.")


def pinned_names(locks: Iterable[Path]) -> set[str]:
    """Return the names of all packages that these locks pin."""
    lines = [line for lock in locks for line in lock.read_text(encoding="utf-8").splitlines()]
    return {line.split("==")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}


def remove_python_packages(names: set[str]) -> None:
    """Remove what an earlier lock installed and no lock wants: two packages may own the same file."""
    if names:
        run(
            [venv_python(), "-m", "pip", "--disable-pip-version-check", "uninstall", "--quiet", "--yes", *sorted(names)]
        )


def install_python_packages(locks: Iterable[str]) -> None:
    """Install exactly what the locks name, checked by hash, then this project without looking for anything else."""
    say("Installing Python packages; the first time takes some minutes ...")
    install = pip("install")
    for lock in locks:
        if run([*install, "--require-hashes", "-r", lock]) != 0:
            raise SetupError(f"pip could not install {lock}; the lines above say why.")
    if run([*install, "--no-deps", "--no-build-isolation", "--editable", ROOT]) != 0:
        raise SetupError("pip could not install this project; the lines above say why.")


# --- the system's packages (Debian and Ubuntu) ---


def install_system_packages(packages: Packages) -> None:
    """Install the Debian packages that are missing, where that is allowed; elsewhere name them in one line.

    Other systems are left alone.

    Raises:
        SetupError: packages are missing and only the reader may install them.
    """
    if not packages or sys.platform != "linux" or not shutil.which("dpkg-query"):
        return
    missing = [names for names in packages if not is_installed(names)]
    if not missing:
        return
    before = install_prefix()
    if before is None:
        raise SetupError(
            f"Some system packages are missing. Type: sudo apt-get install {' '.join(best_names(missing))}"
        )
    if run([*before, "apt-get", "update", "-qq"]) != 0:
        raise SetupError("apt-get update failed; the lines above say why.")
    chosen = best_names(missing)
    say(f"Installing system packages: {' '.join(chosen)}")
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq"]
    installed = subprocess.run(
        [*command, "--no-install-recommends", *chosen], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if installed.returncode != 0:
        sys.stdout.buffer.write(installed.stdout)
        raise SetupError(f"apt-get could not install them; the lines above say why. Missing: {' '.join(chosen)}")


def is_installed(names: Iterable[str]) -> bool:
    """Tell whether a package is installed under one of its names."""
    command = ["dpkg-query", "--show", "--showformat=${db:Status-Status}\n", *names]
    return "installed" in subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()


def best_names(packages: Packages) -> list[str]:
    """Return for each package the first of its names that apt knows here, else its oldest name."""
    return [next((name for name in names if is_known(name)), names[-1]) for names in packages]


def is_known(name: str) -> bool:
    """Tell whether apt could install a package of this name."""
    answer = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
    return "Candidate:" in answer and "Candidate: (none)" not in answer


def install_prefix() -> list[str] | None:
    """Return what goes before ``apt-get``: nothing as root, sudo where it asks for no password, else None."""
    if not shutil.which("apt-get"):
        return None
    if is_root():
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


if __name__ == "__main__":
    sys.exit(main())
