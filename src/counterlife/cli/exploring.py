"""``counterlife explore``: the page on which rules are changed and consequences seen."""

from __future__ import annotations

import errno
from importlib.util import find_spec
from typing import Final

from counterlife.cli import values
from counterlife.cli.faults import UsageFault

NEEDS: Final = ("fastapi", "uvicorn", "jinja2", "markupsafe")
"""What the extra ``explore`` brings."""


def explore(regime: str, port: int, browser: bool, people: int, years: float, seeds: str) -> None:
    """Serve the explorer until Ctrl-C."""
    if absent := [name for name in NEEDS if find_spec(name) is None]:
        raise UsageFault(f"the explorer needs {', '.join(absent)}: pip install '.[explore]' where the project lies")
    from counterlife.explorer.asked import limit
    from counterlife.explorer.routes import Start
    from counterlife.explorer.serve import serve
    from counterlife.regime.load import load

    load(regime)
    if said := limit(people, years, answers := stages(seeds)):
        raise UsageFault(said)
    try:
        serve(Start(regime, people, years, answers), port, browser)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise UsageFault(f"--port {port}: {error.strerror}; leave it out for any port that is free") from None


def stages(text: str) -> tuple[int, ...]:
    """Numbers of seeds after which there is an answer: ``4,12,40,200``."""
    parts = values.names(text)
    if not parts or not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UsageFault(f"--seeds {text}: write how many seeds each answer stands on, as in 4,12,40,200")
    return tuple(sorted({int(part) for part in parts}))
