"""Luck and dice: published answers, equal bits in both, and the distributions they are for."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterlife import dice, luck

U32 = st.integers(0, 2**32 - 1)
ONES = 0xFFFFFFFF
EXP = luck.table("exp").astype(np.int64)
OFFSET = luck.table("poisson-offset").astype(np.int64)
CDF = luck.table("poisson-cdf").astype(np.int64)

# Random123 (Salmon et al. 2011), kat_vectors, philox4x32 10.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers(
    counter: tuple[int, int, int, int], key: tuple[int, int], answer: tuple[int, int, int, int]
) -> None:
    assert luck.philox(counter, key) == answer
    assert tuple(dice.philox(*counter, *key)) == answer


@settings(deadline=None)
@given(
    st.integers(-(2**63), 2**63 - 1), st.integers(0, 5), st.integers(0, 2**44 - 1), st.integers(0, 2**16 - 1),
    st.integers(0, len(luck.PURPOSES) - 1), st.integers(0, 2**24 - 1), U32,
)  # fmt: skip
def test_dice_draw_the_words_of_luck(seed: int, kind: int, entity: int, month: int, purpose: int, code: int, index: int) -> None:
    unsigned = seed & (2**64 - 1)
    assert tuple(dice.words(seed, kind, entity, month, purpose, code, index)) == luck.words(
        unsigned, kind, entity, month, purpose, code, index
    )


@settings(deadline=None)
@given(st.integers(-(2**63), 2**63 - 1), st.integers(0, 2**44 - 40), st.integers(0, 37))
@example(3, 2**32 - 5, 20)
def test_fill_draws_row_by_row_what_words_draws(seed: int, first: int, n: int) -> None:
    out = np.empty((4, n), dtype=np.int64)
    dice.fill(seed, luck.PERSON, first, 9, 4, 77, 2, out)
    assert [tuple(column) for column in out.T] == [dice.words(seed, luck.PERSON, first + i, 9, 4, 77, 2) for i in range(n)]


@pytest.mark.parametrize("n", [1, 64, 150])
def test_fill_either_draws_each_entity_for_its_own_purpose(n: int) -> None:
    out, chosen = np.zeros((4, n), dtype=np.int64), np.array([0x5A5A, -1, 3][: -(-n // 64)], dtype=np.int64)
    dice.fill_either(5, luck.PERSON, 700, 9, chosen, 4, 6, 77, 2, out)
    for i in range(n):
        purpose = 4 if int(chosen[i // 64]) >> i % 64 & 1 else 6
        assert (out[0, i], out[1, i]) == luck.words(5, luck.PERSON, 700 + i, 9, purpose, 77, 2)[:2]


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 40])
def test_draws_made_together_are_those_made_one_by_one(count: int) -> None:
    picked = np.random.default_rng(count)
    lots = picked.integers(0, 1 << 20, (4, count + luck.ABREAST)).astype(np.int32)
    out = np.full((4, count + 2 * luck.ABREAST), -1, dtype=np.int64)
    dice.fill_lots(5, luck.FIRM, 700, 9, 4, lots, count, out)
    due = [dice.words(5, luck.FIRM, 700 + lots[0, i], 9, 4, lots[1, i], lots[2, i]) for i in range(count)]
    assert [tuple(column) for column in out.T[:count]] == due
    dice.fill_each(5, luck.PERSON, 700, lots[0], count, 9, 4, 77, 2, out)
    assert [tuple(column) for column in out.T[:count]] == [dice.words(5, luck.PERSON, 700 + lots[0, i], 9, 4, 77, 2) for i in range(count)]
    assert (out[:, count + luck.ABREAST :] == -1).all(), "no more is written than there is room for"


def test_every_part_of_a_draws_name_matters() -> None:
    base = (7, luck.PERSON, 3, 5, 8, 9, 1)
    drawn = {luck.words(*base)}
    for place in range(len(base)):
        changed = list(base)
        changed[place] += 1
        drawn.add(luck.words(*changed))
    drawn.add(luck.words(7 + (1 << 40), *base[1:]))
    drawn.add(luck.words(7, luck.PERSON, 3 + (1 << 33), *base[3:]))
    assert len(drawn) == len(base) + 3


@settings(deadline=None)
@given(st.integers(0, luck.RATE_MOST))
@example(0)
@example((1 << 32) - 1)
@example(1 << 32)
@example(luck.RATE_MOST)
def test_chance_is_one_minus_exp(rate: int) -> None:
    threshold = luck.chance(rate)
    assert dice.chance(rate, EXP) == threshold
    assert abs(threshold / 2**32 - -math.expm1(-rate / 2**40)) < 2e-8


@settings(deadline=None)
@given(st.integers(0, 12 << 40), st.integers(0, 1 << 40))
def test_chance_grows_with_the_rate(rate: int, more: int) -> None:
    assert luck.chance(rate) <= luck.chance(rate + more) + 2  # two units of 2^-32: the rounding where two table cells meet


@settings(deadline=None)
@given(st.integers(0, luck.RARE_MOST - 1))
@example(0)
@example((1 << 29) - 1)
@example(1 << 29)
def test_a_rate_lies_in_its_layer(rate: int) -> None:
    layer = luck.layer_of(rate)
    assert dice.layer_of(rate) == layer
    low = 0 if layer == 0 else 1 << (28 + layer)
    assert low <= rate < 1 << (29 + layer)


@settings(deadline=None)
@given(st.integers(0, luck.LAYERS - 1), U32)
@example(0, ONES)
@example(12, ONES)
@example(12, 0)
def test_candidates_lie_in_their_layer(layer: int, word: int) -> None:
    point = luck.layer_point(layer, word)
    assert dice.layer_point(layer, word) == point
    assert luck.layer_of(point) == layer
    assert dice.layer_count(layer, word, OFFSET, CDF) == luck.layer_count(layer, word)


@settings(deadline=None)
@given(st.integers(0, 2**20), st.integers(0, luck.LAYERS - 2))
def test_a_higher_rate_keeps_every_point(row: int, top: int) -> None:
    low = luck.rare_points(11, row, 3, luck.PURPOSE["act-rare"], 77, top)
    high = luck.rare_points(11, row, 3, luck.PURPOSE["act-rare"], 77, top + 1)
    assert high[: len(low)] == low
    assert all(luck.layer_of(point) == top + 1 for _, point in high[len(low) :])


@pytest.mark.parametrize("layer", [0, 1, 4, 9, 12])
def test_layers_are_poisson(layer: int) -> None:
    mean = 1024 * (2.0**-11 if layer == 0 else 2.0 ** (layer - 12))
    n = 4000
    counts = np.array([luck.layer_count(layer, luck.words(5, luck.ROW, i, 0, 10, 1, layer >> 2)[layer & 3]) for i in range(n)])
    assert abs(counts.mean() - mean) < 4 * math.sqrt(mean / n)
    assert abs(counts.var() - mean) < 4 * math.sqrt((mean + 2 * mean * mean) / n)


def test_thinned_layers_have_the_mean_of_any_rate() -> None:
    rate, rows = Fraction(3, 100), 400
    limit = int(rate * luck.RATE_ONE)
    points = [
        p for row in range(rows) for p in luck.rare_points(2, row, 0, luck.PURPOSE["act-rare"], 5, luck.layer_of(limit)) if p[1] < limit
    ]
    mean = float(rate) * luck.ROW_PERSONS * rows
    assert abs(len(points) - mean) < 4 * math.sqrt(mean)
    places = np.bincount([place for place, _ in points], minlength=luck.ROW_PERSONS)
    assert len(places) == luck.ROW_PERSONS
    assert abs(places.var() / places.mean() - 1) < 4 * math.sqrt(2 / luck.ROW_PERSONS)


@pytest.mark.parametrize("shape", ["0.3", "0.5", "0.8", "1", "1.5", "2", "3"])
def test_gamma_tables_have_mean_one(shape: str) -> None:
    table = luck.table(f"gamma-{shape}").astype(np.float64) / 65536
    assert table.mean() == pytest.approx(1, abs=1e-4)
    assert table.var() == pytest.approx(1 / float(shape), rel=0.02)  # what lies within a bin is lost


def test_gamma_frailty_leaves_the_known_share_without_an_act() -> None:
    """At half an act a year and k = 0.5, (k / (k + 5 r))^k = 0.408248 have none in five years."""
    frailty = luck.table("gamma-0.5").astype(np.float64) / 65536
    assert np.exp(-5 * 0.5 * frailty).mean() == pytest.approx(0.408248, abs=2e-4)


def test_normal_table_is_standard() -> None:
    z = (luck.table("normal").astype(np.float64) - (1 << 20)) / 65536
    assert z.mean() == pytest.approx(0, abs=1e-6)
    assert z.var() == pytest.approx(1, rel=2e-3)
    assert np.all(np.diff(z) > 0)


def test_the_highest_rare_rate_has_a_layer_to_read() -> None:
    assert luck.layer_of(luck.RARE_MOST) == dice.layer_of(luck.RARE_MOST) == luck.LAYERS - 1
    assert luck.layer_of(luck.RATE_MOST) == luck.LAYERS - 1
