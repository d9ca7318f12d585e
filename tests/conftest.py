"""Before anything is compiled: where compiled kernels are kept. No test measures time, those of random examples neither."""

from __future__ import annotations

from hypothesis import settings

from counterlife import kernels

kernels.prepare()
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
