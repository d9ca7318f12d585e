"""What is fixed about the people of a community: the columns that `town` draws and `life` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Rows of Community.byte.
GROUP: Final = 0
ADULT: Final = 1
AGE: Final = 2  # whole years at the start
PUPIL: Final = 3  # 1 for a child with a paid school place
EMPLOYED: Final = 4  # at the start
PLACE: Final = 5  # place of the town in which the community lies
BYTES: Final = 6

# Rows of Community.number. Money in cents a month, frailties in 1/65536.
HOUSEHOLD: Final = 0  # place of the household's first member
HOUSEHOLD_SIZE: Final = 1
WORKPLACE: Final = 2  # number of the firm a person works for, or -1
WAGE: Final = 3  # what work pays
SUPPORT: Final = 4  # income without work
NEEDS: Final = 5  # essentials
SAVINGS: Final = 6  # at the start, cents
BUFFER: Final = 7  # the most that is saved, cents; what is over is spent
CREDIT: Final = 8  # how far below zero a household can go while it has access to credit, cents
FRAILTY: Final = 9  # four rows: violation, financial, expression, prosocial
DEMAND: Final = 13  # how often a person uses withheld rights, relative to the mean
NUMBERS: Final = 14

# Rows of Community.firm. A firm's number is that of persons' WORKPLACE.
SIZE: Final = 0  # workers at the start
SIZE_CLASS: Final = 1  # place in words.FIRM_SIZES
EXECUTIVE: Final = 2  # the person who is its legal representative
SECTOR: Final = 3  # place in words.SECTORS
TURNOVER: Final = 4  # cents a month
FIRM_FRAILTY: Final = 5  # how often it breaks rules, relative to the mean, 1/65536
FIRM_FIELDS: Final = 6


class Community(NamedTuple):
    """One community, drawn from the dice: n persons in households, with the ties between them."""

    byte: NDArray[np.uint8]  # [BYTES, n]
    number: NDArray[np.int32]  # [NUMBERS, n]
    tie: NDArray[np.int32]  # [slots, n] the person at the other end, or -1; slot k is a matching
    tie_kind: NDArray[np.uint8]  # [slots] place in words.TIE_KINDS
    firm: NDArray[np.int32]  # [FIRM_FIELDS, firms]; no firms in a town without `enterprises`
