"""Blank rule tables and communities to fill in by hand, and the numbers that hand-made rules are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.tables import NEVER, RuleTables
from counterlife.town import traits
from counterlife.town.traits import Community
from counterlife.words import DOMAINS, GUESSES, PHASES, RELATIONS, REWARDS, TRAITS

if TYPE_CHECKING:
    from counterlife.regime.tables import Ints

ONE: Final = 1 << 32
GROUPS: Final = 3
PLACES: Final = 2
VAGUE: Final = 2
KINDS: Final = (0, 0, 1, 1, 2, 2)
"""The kinds of the tie slots: two of each."""
LISTS: Final = 6
SCHEMES: Final = 3
CHANNELS: Final = 4
AGENCIES: Final = 34
"""More than one number of 31 bits holds."""
_OF_ALL: Final = (
    "town", "discretion", "act", "demand", "pairs", "exp", "poisson_offset", "poisson_cdf", "obligation", "rank", "firm_act",
    "gravity", "thin",
)  # fmt: skip
BY_WORLD: Final = tuple(name for name in RuleTables._fields if name not in _OF_ALL)
"""Tables that have a row a world."""


def monthly(rate: float) -> int:
    """A rate a month in the tables' fixed point."""
    return int(rate * luck.RATE_ONE)


def share(p: float) -> int:
    """A probability as a threshold."""
    return int(p * ONE)


def zeros(*shape: int) -> Ints:
    return np.zeros(shape, dtype=np.int64)


def blank_tables(
    persons: int,
    worlds: int = 1,
    months: int = 12,
    acts: int = 1,
    channels: int = 1,
    schemes: int = 1,
    lists: int = 1,
    slots: int = 0,
    firm_acts: int = 0,
) -> RuleTables:
    """Rules that do nothing: one group, rare acts that never happen, nothing switched on but the phases."""
    tables = RuleTables(
        town=np.array([persons, 1, slots, 0, 0, 0, 0, -1, 0, 0, 0], dtype=np.int64),
        act=zeros(acts, rt.ACT_FIELDS),
        demand=zeros(len(DOMAINS)),
        world=zeros(worlds, rt.W_FIELDS),
        channel=zeros(worlds, channels, rt.CH_FIELDS),
        sees=zeros(worlds, channels, acts),
        cover=zeros(worlds, channels, months, 1),
        mistaken=zeros(worlds, channels, 1),
        false_report=zeros(worlds, channels, 1),
        false_match=zeros(worlds, channels, 1),
        malice=zeros(worlds, channels, len(RELATIONS)),
        share=zeros(worlds, channels, months),
        scheme=zeros(worlds, schemes, rt.S_FIELDS),
        band=zeros(worlds, schemes, rt.BANDS),
        entry=zeros(worlds, schemes, acts, rt.E_FIELDS),
        listed=zeros(worlds, lists, rt.L_FIELDS),
        withheld=zeros(worlds, lists, months + 1),
        pairs=zeros(0, 2),
        exp=luck.table("exp").astype(np.int64),
        poisson_offset=luck.table("poisson-offset").astype(np.int64),
        poisson_cdf=luck.table("poisson-cdf").astype(np.int64),
        discretion=zeros(VAGUE * GROUPS, 4096),
        obligation=zeros(acts, 4096),
        react=zeros(worlds, rt.X_FIELDS),
        joining=zeros(worlds, schemes, rt.J_FIELDS),
        pressure=zeros(worlds, schemes, months),
        pilot=zeros(worlds, schemes, months),
        price=zeros(worlds, acts),
        deter_risk=zeros(worlds, 64 * rt.OCTAVES + 1) + 65_536,
        deter_month=zeros(worlds, months) + 65_536,
        copy=zeros(worlds, 0, rt.CP_FIELDS),
        stage=zeros(worlds, lists, rt.STAGES, 2),
        look=zeros(worlds, rt.LK_FIELDS),
        worth=zeros(worlds, len(DOMAINS) + len(REWARDS)),
        rank=zeros(len(TRAITS), 255),
        guess=zeros(worlds, len(GUESSES), rt.GU_FIELDS),
        guess_act=zeros(worlds, len(GUESSES), acts),
        guess_share=zeros(worlds, len(GUESSES), 2, 1),
        firm_world=zeros(worlds, rt.FW_FIELDS),
        firm_act=zeros(firm_acts, rt.FA_FIELDS),
        firm_comply=zeros(worlds, firm_acts, rt.FC_FIELDS),
        firm_sees=zeros(worlds, channels, firm_acts),
        firm_cover=zeros(worlds, channels, months),
        firm_mistaken=zeros(worlds, channels),
        firm_scheme=zeros(worlds, schemes, rt.FS_FIELDS),
        firm_entry=zeros(worlds, schemes, firm_acts, rt.FE_FIELDS),
        firm_listed=zeros(worlds, lists, rt.FL_FIELDS),
        firm_withheld=zeros(worlds, lists, months + 1),
        reckon=zeros(worlds, rt.RK_FIELDS),
        demands=zeros(worlds, lists),
        claim=zeros(worlds, schemes, rt.TRAIT_BINS),
        gravity=zeros(acts, 3),
        thin=zeros(rt.TH_FIELDS),
    )
    tables.act[:, rt.ACT_CODE] = [luck.code(f"act-{a}") for a in range(acts)]
    tables.act[:, rt.ACT_DENSE] = -1
    tables.act[:, rt.ACT_HARDSHIP] = tables.act[:, rt.ACT_BOUND] = 65536
    tables.world[:, [rt.W_FOLLOWS, rt.W_KNOWN, rt.W_APPEAL_TAKES]] = 1
    tables.world[:, rt.W_MUTE] = -1
    tables.world[:, rt.W_PHASES] = (1 << len(PHASES)) - 1
    tables.channel[:, :, rt.CH_REPORT_ACT] = -1
    tables.channel[:, :, rt.CH_CODE] = [luck.code(f"channel-{ch}") for ch in range(channels)]
    tables.scheme[:, :, rt.S_CODE] = [luck.code(f"scheme-{s}") for s in range(schemes)]
    tables.entry[..., rt.E_JUMP] = tables.entry[..., rt.E_LIST] = -1
    tables.entry[..., rt.E_KEPT] = tables.entry[..., rt.E_UNTIL] = NEVER
    tables.listed[:, :, rt.L_CODE] = [luck.code(f"list-{l}") for l in range(lists)]
    tables.listed[:, :, rt.L_SCHEME] = -1
    tables.listed[:, :, rt.L_TERM] = NEVER
    tables.firm_act[:, rt.FA_CODE] = [luck.code(f"firm-act-{a}") for a in range(firm_acts)]
    tables.firm_comply[:, :, rt.FC_MULTIPLIER] = 65536
    tables.firm_entry[..., rt.FE_JUMP] = tables.firm_entry[..., rt.FE_LIST] = -1
    tables.firm_entry[..., rt.FE_KEPT] = tables.firm_entry[..., rt.FE_UNTIL] = tables.firm_entry[..., rt.FE_ENDS] = NEVER
    tables.firm_listed[:, :, rt.FL_SCHEME] = -1
    tables.firm_listed[:, :, rt.FL_NOTICE] = ONE
    return tables


def plain_community(persons: int, slots: int = 0) -> Community:
    """Adults of one group who live alone, own little, need nothing and are tied to nobody."""
    byte = np.zeros((traits.BYTES, persons), dtype=np.uint8)
    number = np.zeros((traits.NUMBERS, persons), dtype=np.int32)
    byte[traits.ADULT] = 1
    byte[traits.AGE] = 40
    number[traits.HOUSEHOLD] = np.arange(persons)
    number[traits.HOUSEHOLD_SIZE] = 1
    number[traits.WORKPLACE] = -1
    number[traits.BUFFER] = 1 << 30
    number[traits.FRAILTY : traits.FRAILTY + 4] = number[traits.DEMAND] = 65536
    tie, kinds = np.full((slots, persons), -1, dtype=np.int32), np.ones(slots, dtype=np.uint8)
    return Community(byte, number, tie, kinds, np.zeros((traits.FIRM_FIELDS, 0), dtype=np.int32))
