"""What hides an act from channels: a private network, and accounts or connections that are withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import right
from counterlife.luck import PERSON, chance
from counterlife.regime import tables as rt
from counterlife.words import CONTEXTS

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, Rules, World


def veils(rules: Rules, a: int) -> bool:
    """Whether an act hides what else somebody does."""
    return bool(rules.act[a][rt.ACT_VEILS] and rules.react[rt.X_VEIL])


def takes_up(world: World, person: Person) -> int:
    """What perceived risk makes of the rate of using a private network, in 1/65536."""
    row = world.rules.react
    if not person.attentive:
        return 65536
    dread = chance(row[rt.X_VEIL_STEEP] * (person.risk - world.rules.world[rt.W_FEAR_FLOOR]) << 8)
    return 65536 + (row[rt.X_VEIL_MORE] * dread >> 32)


def is_hidden(world: World, ch: int, person: Person, act: int, t: int) -> bool:
    """Whether a channel misses an act that it would have caught; the use of a private network itself is not hidden by it."""
    rules, row = world.rules, world.rules.channel[ch]
    context, shares = CONTEXTS[row[rt.CH_CONTEXT]], [0]
    if person.veiled and not rules.act[act][rt.ACT_VEILS] and rules.react[rt.X_VEIL_FROM] >> row[rt.CH_CONTEXT] & 1:
        shares.append(rules.react[rt.X_VEIL])
    if person.mask & right("bank-account") and context in ("payment", "bank"):
        shares.append(rules.world[rt.W_ACCOUNT_UNSEEN])
    if person.mask & right("internet") and context in ("payment", "internet"):
        shares.append(rules.world[rt.W_OFFLINE_UNSEEN])
    code = rules.act[act][rt.ACT_CODE]
    return max(shares) > 0 and world.dice.words(PERSON, person.traits.place, t, "veil", row[rt.CH_CODE], code)[0] < max(shares)
