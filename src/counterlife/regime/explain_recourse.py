"""What a listed person or firm can do, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.regime.saying import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterlife.regime.following import FirmRecourse, Recourse
    from counterlife.regime.model import Regime


def recourse_of(recourse: Recourse, regime: Regime) -> Iterator[str]:
    """What people and firms can do about a listing, a sentence each."""
    if recourse.look_up.value:
        yield f"People look up their own file at {number(recourse.look_up)}."
    if recourse.pay.while_listed.value:
        yield f"While listed and aware, debtors who are able pay at a further {number(recourse.pay.while_listed, recourse.pay)}."
    if recourse.perform.while_listed.value:
        rate = number(recourse.perform.while_listed, recourse.perform)
        yield f"While listed and aware, people do what an order asks at {rate}, where a list lets them go for it."
    if recourse.appeal is not None:
        appeal = recourse.appeal
        yield f"Appeals decided a month: {number(appeal.capacity, appeal)}; the least wait: {number(appeal.takes, appeal)}."
        for what, odds in (("An appeal is filed by", appeal.files), ("An appeal succeeds for", appeal.succeeds)):
            yield f"{what} {number(odds.if_wrong, odds)} of those listed wrongly and {number(odds.if_right, odds)} of those listed rightly."
        for name, aid in appeal.aids.items():
            files, wins = number(aid.files, aid), number(aid.succeeds, aid)
            yield f"Help by {name}: {files} times as many appeals are filed, {wins} times as many succeed."
    if recourse.correction is not None:
        fix = recourse.correction
        yield f"Wrong records are corrected on request at {number(fix.on_request, fix)} and by audit at {number(fix.audit, fix)}."
    if recourse.repair is not None:
        repair = recourse.repair
        yield f"Credit repair is granted at {number(repair.granted, repair)}, from {number(repair.after, repair)} after listing."
    yield from _without_court(recourse)
    if recourse.firms is not None:
        yield from _firms_recourse(recourse.firms)
    if regime.lists and not (recourse.firms or recourse.appeal or recourse.correction or recourse.repair):
        yield "There is no appeal, no correction and no repair."


def _without_court(recourse: Recourse) -> Iterator[str]:
    if recourse.ombudsman is not None:
        office = recourse.ombudsman
        yield (
            f"An ombudsman hears complaints at {number(office.complaints, office)} of people who know of a listing; of listings that are "
            f"not earned, {number(office.succeeds, office)} of those complained of end."
        )
    if recourse.redress is not None:
        found = number(recourse.redress.finds, recourse.redress)
        yield f"Once an error is found, {found} of the wrong records of the same kind and channel are found too, and struck."
    if recourse.copies is not None:
        copies = recourse.copies
        appeal = "; they can appeal" if copies.appeal else ""
        yield (
            f"Of those held on copies, {number(copies.notice, copies)} are told and can have them cleared, which happens at "
            f"{number(copies.on_request, copies)}{appeal}."
        )


def _firms_recourse(ways: FirmRecourse) -> Iterator[str]:
    if ways.learns.value:
        yield f"Firms that were not told learn of a listing at {number(ways.learns, ways)}."
    if ways.rectify.value:
        yield f"Firms rectify at {number(ways.rectify, ways)}."
    if ways.appeal is not None:
        wrong, right = number(ways.appeal.if_wrong, ways.appeal), number(ways.appeal.if_right, ways.appeal)
        yield f"Firms win an appeal at {wrong} if listed wrongly and at {right} if rightly."
    if ways.court is not None:
        court = ways.court
        yield f"Appeals of firms decided a month: {number(court.capacity, court)}; the least wait: {number(court.takes, court)}."
        for what, odds in (("An appeal is filed by", court.files), ("An appeal succeeds for", court.succeeds)):
            yield f"{what} {number(odds.if_wrong, odds)} of firms listed wrongly and {number(odds.if_right, odds)} of those listed rightly."
    if ways.repair is not None:
        repair = ways.repair
        yield f"Credit repair of firms is granted at {number(repair.granted, repair)}, from {number(repair.after, repair)} after listing."
