"""Polars: a data frame of people, an expression a quantity. It draws no random columns, so NumPy does."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("polars", "numpy")
THREADS = True


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months."""
    rng = np.random.default_rng(seed)
    acts = [f"act{place}" for place in range(len(CHANCES))]
    none = pl.repeat(0, people, dtype=pl.Int16, eager=True)
    town = pl.DataFrame({"total": none, "score": none + START, "on_list": none == 1, **{f"past{place}": none for place in range(TERM)}})
    gained = sum(
        (pl.col(act) < chance).cast(pl.Int16) * pl.lit(worth, pl.Int16) for act, chance, worth in zip(acts, CHANCES, POINTS, strict=True)
    )
    score = (pl.col("total") + START).clip(LEAST, MOST)
    counts, points = [], []
    for month in range(MONTHS):
        past = f"past{month % TERM}"
        draws = [pl.Series(act, rng.random(people, dtype=np.float32)) for act in acts]
        town = (
            town.lazy()
            .with_columns(draws)
            .with_columns(gained.alias("gained"))
            .with_columns((pl.col("total") + pl.col("gained") - pl.col(past)).alias("total"), pl.col("gained").alias(past))
            .with_columns(score.alias("score"), pl.col("on_list").alias("before"))
            .with_columns((pl.col("score") <= THRESHOLD).alias("on_list"))
            .collect()
        )
        counts.append(town.select(pl.col("on_list").sum(), (pl.col("on_list") & ~pl.col("before")).sum().alias("begun")).row(0))
        if month % 12 == 11:
            points.append(int(town["score"].cast(pl.Int64).sum()))
    listed, begun = (list(column) for column in zip(*counts, strict=True))
    return Report(listed, begun, points)
