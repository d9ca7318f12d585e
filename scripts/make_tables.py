"""Make the integer tables that the model ships, exactly, once.

Run from the project's root: ``python scripts/make_tables.py``. Needs mpmath; nothing at run time does.
Every entry is rounded to the nearest integer from 40 digits, so the same files come out on any machine.
"""

from __future__ import annotations

from pathlib import Path

import mpmath as mp
import numpy as np

mp.mp.dps = 40
OUT = Path(__file__).parents[1] / "src" / "counterlife" / "tables"
ONE = 1 << 32
LAYERS = 13
SHAPES = ("0.3", "0.5", "0.8", "1", "1.5", "2", "3")
BINS = 4096


def save(name: str, values: list[int]) -> None:
    """Write one table of unsigned 32-bit integers."""
    np.save(OUT / f"{name}.npy", np.array(values, dtype=np.uint32))


def exp_table() -> list[int]:
    """exp(-k/256) in units of 2^-32, k = 0..4095; the first entry (1) is never read."""
    return [0] + [int(mp.nint(mp.exp(-mp.mpf(k) / 256) * ONE)) for k in range(1, 4096)]


def poisson_tables() -> tuple[list[int], list[int]]:
    """Cumulative Poisson thresholds of each layer (mean 1024 x width), and where each layer starts."""
    offsets, cdf = [0], []
    for layer in range(LAYERS):
        mean = mp.mpf(1024) * (mp.mpf(2) ** -11 if layer == 0 else mp.mpf(2) ** (layer - 12))
        term, total, k = mp.exp(-mean), mp.mpf(0), 0
        while True:
            total += term
            threshold = int(mp.floor(total * ONE + mp.mpf("0.5")))
            if threshold >= ONE:
                break
            cdf.append(threshold)
            k += 1
            term *= mean / k
        offsets.append(len(cdf))
    return offsets, cdf


def gamma_table(shape: str) -> list[int]:
    """Gamma with mean 1: the mean within each of 4,096 equally likely bins, in units of 2^-16."""
    k = mp.mpf(shape)
    mp.mp.dps = 20

    def cdf(x: mp.mpf) -> mp.mpf:
        return mp.gammainc(k, 0, k * x, regularized=True)

    def partial_mean(x: mp.mpf) -> mp.mpf:
        return mp.gammainc(k + 1, 0, k * x, regularized=True)

    from scipy.stats import gamma  # only a starting point for the root

    edges = [mp.mpf(0)]
    for i in range(1, BINS):
        p = mp.mpf(i) / BINS
        x = mp.mpf(float(gamma.ppf(float(p), float(k), scale=1 / float(k))))
        for _ in range(2):
            density = mp.exp(k * mp.log(k) + (k - 1) * mp.log(x) - k * x - mp.loggamma(k))
            x -= (cdf(x) - p) / density
        edges.append(x)
    means = [partial_mean(x) for x in edges] + [mp.mpf(1)]
    table = [int(mp.nint((b - a) * BINS * 65536)) for a, b in zip(means, means[1:], strict=False)]
    mp.mp.dps = 40
    return table


def normal_table() -> list[int]:
    """Standard normal quantile at the middle of each of 4,096 bins, in units of 2^-16, offset by 2^20."""
    return [int(mp.nint(mp.sqrt(2) * mp.erfinv(2 * (mp.mpf(i) + mp.mpf("0.5")) / BINS - 1) * 65536)) + (1 << 20) for i in range(BINS)]


def main() -> None:
    """Write every table."""
    OUT.mkdir(exist_ok=True)
    save("exp", exp_table())
    offsets, cdf = poisson_tables()
    save("poisson-offset", offsets)
    save("poisson-cdf", cdf)
    save("normal", normal_table())
    for shape in SHAPES:
        save(f"gamma-{shape}", gamma_table(shape))


if __name__ == "__main__":
    main()
