"""Counterlife: a society of synthetic people under a scoring regime, and what the regime does to them.

The names below are loaded when they are first used, so that ``import counterlife`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterlife.regime.load import load as load
    from counterlife.study.run import run as run
    from counterlife.study.uncertainty import uncertainty as uncertainty

__version__ = "0.1.0"

_HOMES = {"load": "counterlife.regime.load", "run": "counterlife.study.run", "uncertainty": "counterlife.study.uncertainty"}

__all__ = ["__version__", "load", "run", "uncertainty"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'counterlife' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
