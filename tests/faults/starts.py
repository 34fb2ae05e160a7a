"""Starts of the window, closed and killed at random moments: none may die by itself, and one that does leaves a trace.

    python -m tests.faults.starts [--times 600] [--longest 12] [--seed 1]

Needs Linux with Xvfb and xdotool. Each start is the program from this checkout in a screen of its own, with folders of
its own that all starts share, as those of one person do. At a random moment Ctrl+Q is pressed in its window
or the process is killed; a start whose window is not there yet can only be killed. Wrong is: a process that ended by
another signal than ours or with an exit status other than 0, a trace of a crash, and a process that lives on.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
_CLOSING_SECONDS = 120.0
_GONE_SECONDS = 30.0
_XDG = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


def main() -> int:
    """Start so many times and print what became of it; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=600)
    parser.add_argument(
        "--longest", type=float, default=12.0, help="seconds after which a start is ended at the latest"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, _Screen() as display:
        home = Path(folder)
        ends: Counter[str] = Counter()
        wrong: list[str] = []
        for number in range(options.times):
            how, fault = _start(display, home, chance, options.longest)
            ends[how] += 1
            wrong += [f"start {number}: {fault}"] if fault else []
        traces = [path for path in home.rglob("crash-*.txt") if path.stat().st_size]
        wrong += [f"trace: {path.read_text()}" for path in traces]
    told = ", ".join(f"{count} {how}" for how, count in sorted(ends.items()))
    sys.stdout.write(
        "\n".join([*wrong, f"{options.times} starts ({told}): {len(wrong)} wrong, {len(traces)} traces", ""])
    )
    return 1 if wrong else 0


class _Screen:
    """A screen of our own on the first free number."""

    def __enter__(self) -> str:
        reads, writes = os.pipe()
        command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
        os.close(writes)
        with os.fdopen(reads) as told:
            return f":{told.readline().strip()}"

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()


def _start(display: str, home: Path, chance: random.Random, longest: float) -> tuple[str, str]:
    """Start once and end it; return how, and what was wrong."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    environment |= {name: str(home / name.lower()) for name in _XDG}
    if os.geteuid() == 0:  # Chromium refuses to run as root inside its sandbox
        environment.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu")
    moment, wants_close = chance.uniform(0.0, longest), chance.random() < 0.5
    killing = chance.choice([signal.SIGKILL, signal.SIGTERM])
    command = [sys.executable, "-m", "gtm_desktop"]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        return "ended by itself", f"exit status {process.wait(moment)} after less than {moment:.1f} s"
    except subprocess.TimeoutExpired:
        family = psutil.Process(process.pid).children(recursive=True)
    if wants_close and _close_window(display, process.pid):
        try:
            status = process.wait(_CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return "closed", "it does not end"
        return "closed", _left(family) or (f"exit status {status}" if status else "")
    process.send_signal(killing)
    status = process.wait()
    return "killed", _left(family) or (f"exit status {status}" if status not in (-killing, -signal.SIGKILL) else "")


def _close_window(display: str, pid: int) -> bool:
    """Press Ctrl+Q in the window of a process; tell whether it has one yet."""
    search = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(pid), "--name", "GTM Desktop"]
    press = ["windowfocus", "key", "--clearmodifiers", "ctrl+q"]
    asked = subprocess.run([*search, *press], env={**os.environ, "DISPLAY": display}, capture_output=True, check=False)
    return asked.returncode == 0


def _left(family: list[psutil.Process]) -> str:
    _, alive = psutil.wait_procs(family, timeout=_GONE_SECONDS)
    for each in alive:
        each.kill()
    return f"{len(alive)} processes live on" if alive else ""


if __name__ == "__main__":
    sys.exit(main())
