"""Before anything is compiled: where compiled kernels are kept."""

from __future__ import annotations

from counterlife import kernels

kernels.prepare()
