"""JAX: a pure function of one month, scanned over all months and compiled."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("jax", "jaxlib")
THREADS = True


@partial(jax.jit, static_argnames="people")
def live(key: jax.Array, people: int) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Live everybody through all months; returns the counts of each month."""
    chances = jnp.array(CHANCES, dtype=jnp.float32)[:, None]
    worth = jnp.array(POINTS, dtype=jnp.int16)[:, None]

    def month(state: tuple[jax.Array, ...], t: jax.Array) -> tuple[tuple[jax.Array, ...], tuple[jax.Array, ...]]:
        total, history, on_list = state
        acts = jax.random.bernoulli(jax.random.fold_in(key, t), chances, (len(POINTS), people))
        gained = jnp.sum(acts * worth, axis=0, dtype=jnp.int16)
        place = t % TERM
        total = total + gained - history[place]
        history = history.at[place].set(gained)
        score = jnp.clip(START + total, LEAST, MOST)
        below = score <= THRESHOLD
        counts = jnp.sum(below), jnp.sum(below & ~on_list), jnp.sum(score, dtype=jnp.int32)
        return (total, history, below), counts

    start = (jnp.zeros(people, jnp.int16), jnp.zeros((TERM, people), jnp.int16), jnp.zeros(people, bool))
    return jax.lax.scan(month, start, jnp.arange(MONTHS))[1]


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months."""
    listed, begun, points = (counts.tolist() for counts in live(jax.random.key(seed), people))
    return Report(listed, begun, points[11::12])
