"""The command line. Commands load what they need when they run, so that ``--help`` is quick."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and end the process with its exit code: 0, 1 failed, 2 bad input, 130 stopped by the user."""
    from counterlife.cli.commands import app
    from counterlife.cli.faults import exit_code

    try:
        app(prog_name="counterlife")
    except Exception as error:
        code = exit_code(error)
        if code is None:
            raise
        sys.exit(code)
