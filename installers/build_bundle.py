"""Build the one-folder bundle and prove that it runs: ``python3 start.py bundle`` calls this with all set up.

Built and tried on Linux. PyInstaller cannot build for another system: on Windows and macOS run it there (never tried).
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPEC = ROOT / "installers" / "gtm_desktop.spec"
WORK = ROOT / "build" / "bundle"
BUNDLE = ROOT / "dist" / "gtm-desktop"

# Parts of Qt under the GPL alone; a bundle with one of them may not be given to anybody.
GPL_ONLY = re.compile(
    r"Qt6?(Charts|Coap|DataVisualization|Graphs|HttpServer|Lottie|Mqtt|NetworkAuth|Quick3D|QuickTimeline|ShaderTools)"
    r"|Qt6?(VirtualKeyboard|WaylandCompositor)"
)
MUST_HAVE = ("leaflet.js", "licences.md", "small_clean.xlsx")


def main() -> int:
    """Build, check what is inside, run the self-test inside; return the exit status."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(BUNDLE.parent), "--workpath", str(WORK), str(SPEC)]
    subprocess.run(command, cwd=ROOT, check=True)
    files = [path for path in BUNDLE.rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files if not path.is_symlink()) / 1_000_000
    print(f"{BUNDLE}: {len(files)} files, {megabytes:.0f} MB")
    wrong = faults(files)
    for fault in wrong:
        print(fault)
    return 1 if wrong else self_test()


def faults(files: list[Path]) -> list[str]:
    """Return what the bundle must not hold and does, and what it must hold and lacks."""
    names = {path.name for path in files}
    found = [f"under the GPL alone: {path}" for path in files if GPL_ONLY.search(path.name)]
    return found + [f"missing: {name}" for name in MUST_HAVE if name not in names]


def self_test() -> int:
    """Run the program's self-test inside the bundle, with nothing of this environment; return its exit status."""
    program = BUNDLE / ("gtm-desktop.exe" if os.name == "nt" else "gtm-desktop")
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    print("Self-test inside the bundle ...", flush=True)
    return subprocess.run([program, "self-test"], cwd=BUNDLE, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
