"""A person sought by cameras with face matching, in closed form.

Comparisons are taken as independent, which is kind to the system: people who look alike, or a bad photo, make wrong matches come together.
"""

from __future__ import annotations

import math


def found(coverage: float, hit: float, passes: float) -> float:
    """Chance that a person is found.

    Parameters
    ----------
    coverage : float
        Share of cameras whose pictures are matched, 0 to 1.
    hit : float
        Chance that one pass of a matched camera yields a right match, 0 to 1.
    passes : float
        Cameras passed.

    Notes
    -----
    1 - (1 - coverage × hit)^passes.
    """
    return float(1 - (1 - coverage * hit) ** passes)


def wrong_candidates(gallery: int, rate: float) -> float:
    """Innocent candidates that one photo brings up: (gallery - 1) × false match rate, the sought person being enrolled.

    Parameters
    ----------
    gallery : int
        Faces enrolled.
    rate : float
        Share of comparisons of two different people that match.
    """
    return (gallery - 1) * rate


def alarm(gallery: int, rate: float) -> float:
    """Chance that the face of somebody not enrolled matches any of a gallery: 1 - (1 - rate)^gallery."""
    return 1.0 if rate >= 1 else -math.expm1(gallery * math.log1p(-rate))


def right_alerts(right: float, faces: float, gallery: int, rate: float) -> float:
    """Share of alerts that are right.

    Parameters
    ----------
    right : float
        Right matches expected.
    faces : float
        Other faces seen meanwhile, each compared with the whole gallery.
    """
    wrong = faces * alarm(gallery, rate)
    return right / (right + wrong) if right + wrong > 0 else 0.0
