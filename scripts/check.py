"""Everything a change must pass: style, types, tests. Stops at the first that fails.

Run it as ``.venv/bin/python scripts/check.py``; further arguments go to pytest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("mypy",),
    ("counterlife.kernels",),
    ("pytest", "-n", "auto"),
)


def main() -> int:
    """Run the checks in order and return the exit code of the first that fails."""
    for check in CHECKS:
        extra = sys.argv[1:] if check[0] == "pytest" else []
        print("==", *check, flush=True)
        code = subprocess.run([sys.executable, "-m", *check, *extra], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
