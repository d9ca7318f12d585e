"""Numba, made for this workload alone: a hash of person, act and month for each draw, so that the loop turns into vector instructions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("numba", "numpy")
THREADS = True
BELOW = tuple(np.uint32(chance * 2**32) for chance in CHANCES)
WORTH = tuple(np.int16(worth) for worth in POINTS)
CHUNK = 4096
"""People lived through all months at a time: their history stays in the cache."""


@numba.njit(inline="always")
def mixed(word: np.uint32) -> np.uint32:
    """32 bits, each of which hangs on every bit of the word; what is not cast would be widened to 64 bits."""
    word = np.uint32(np.uint32(word ^ np.uint32(word >> np.uint32(16))) * np.uint32(0x7FEB352D))
    word = np.uint32(np.uint32(word ^ np.uint32(word >> np.uint32(15))) * np.uint32(0x846CA68B))
    return np.uint32(word ^ np.uint32(word >> np.uint32(16)))


@numba.njit(nogil=True)
def month_of(key: np.uint32, total: np.ndarray, past: np.ndarray, on_list: np.ndarray) -> tuple[int, int, int]:
    """Live a chunk of people through one month; returns the counts."""
    listed, begun, points = np.int32(0), np.int32(0), np.int32(0)
    for person in range(total.shape[0]):
        word = np.uint32(np.uint32(person * 0x9E3779B9) + key)
        gained = np.int16(0)
        for act in numba.literal_unroll((0, 1, 2, 3, 4, 5)):
            draw = mixed(np.uint32(mixed(np.uint32(word + np.uint32(act * 0x85EBCA6B))) ^ key))
            gained += WORTH[act] if draw < BELOW[act] else np.int16(0)
        total[person] += gained - past[person]
        past[person] = gained
        score = min(max(np.int16(START) + total[person], np.int16(LEAST)), np.int16(MOST))
        below = np.uint8(score <= THRESHOLD)
        listed += np.int32(below)
        begun += np.int32(below & ~on_list[person])
        points += np.int32(score)
        on_list[person] = below
    return listed, begun, points


@numba.njit(nogil=True)
def live(keys: np.ndarray, people: int) -> np.ndarray:
    """Live people through all months, a chunk at a time, with a key for each chunk and month; returns the counts of each month."""
    counts = np.zeros((3, MONTHS), dtype=np.int64)
    for chunk in range(keys.shape[0]):
        size = min(CHUNK, people - chunk * CHUNK)
        total = np.zeros(size, dtype=np.int16)
        history = np.zeros((TERM, size), dtype=np.int16)
        on_list = np.zeros(size, dtype=np.uint8)
        for month in range(MONTHS):
            found = month_of(keys[chunk, month], total, history[month % TERM], on_list)
            counts[0, month] += found[0]
            counts[1, month] += found[1]
            counts[2, month] += found[2]
    return counts


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months."""
    share = people // threads
    shape = threads, -(-share // CHUNK), MONTHS
    keys = np.random.default_rng(seed).integers(0, 2**32, shape, dtype=np.uint32)
    with ThreadPoolExecutor(threads) as pool:
        listed, begun, points = sum(pool.map(lambda own: live(own, share), keys)).tolist()
    return Report(listed, begun, points[11::12])
