"""What sanctions do in life, and how people change what they do, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.regime.saying import all_of, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterlife.regime.adapting import Habit, Performance
    from counterlife.regime.following import Bear, FirmBear
    from counterlife.regime.model import Regime


def bear(regime: Regime) -> Iterator[str]:
    """What sanctions do in life."""
    bear = regime.bear
    if bear.benefit.value:
        yield f"While benefits are withheld, {number(bear.benefit, bear)} of the income without work is lost."
    if bear.detention.value:
        yield f"While somebody is detained, {number(bear.detention, bear)} of the wage is lost."
    yield from _barred(bear)
    yield from _worth(bear)
    if bear.job_loss.value:
        yield f"While a job domain is withheld, work is lost at a further {number(bear.job_loss, bear)}."
    if bear.hire_refused.value:
        yield f"While a job domain is withheld, {number(bear.hire_refused, bear)} of hirings are lost."
    for who, share, what in (
        ("An employer", bear.look_ups.employer, "hirings"),
        ("A landlord", bear.look_ups.landlord, "searches for a home"),
        ("A lender", bear.look_ups.lender, "persons"),
    ):
        if share.value:
            yield f"{who} refuses {number(share, bear.look_ups)} of {what} while a record is visible."
    for tier, share in (("with public names", bear.look_ups.public), ("told of at counters", bear.look_ups.counter)):
        if share.value:
            yield f"Of those who look, {number(share, bear.look_ups)} find a listing {tier}, and refuse as for a record."
    if bear.ties_break.value:
        yield f"Each tie of a publicly listed person breaks at {number(bear.ties_break, bear)}."
    if bear.firms is not None:
        yield from _firms(bear.firms)


def _firms(firms: FirmBear) -> Iterator[str]:
    for what, share in (("public contracts are", firms.contracts), ("credit is", firms.credit), ("its licence is", firms.licence)):
        if share.value:
            yield f"While {what} withheld, a firm loses {number(share, firms)} of its turnover."
    if firms.gains.value:
        yield (
            f"While something is given to it, a firm gains {number(firms.gains, firms)} of its turnover; if all gained as much as "
            f"their turnover, people without work would find some at a further {number(firms.hires, firms)}."
        )
    yield f"In a firm without any turnover, work is lost at a further {number(firms.jobs, firms)}, in proportion otherwise."


def _worth(bear: Bear) -> Iterator[str]:
    travel, worth = bear.travel_work, bear.worth
    if travel.needed.value and travel.job_loss.value:
        yield (
            f"Of those at work, {number(travel.needed, travel)} need travel or a licence for it; while these are withheld they lose it "
            f"at a further {number(travel.job_loss, travel)}, of which {number(travel.hotels, travel)} where only hotels are."
        )
    if bear.property_.hirings.value:
        tied = number(bear.property_.hirings, bear.property_)
        yield f"While property is withheld, every attempt to buy a home fails, and {tied} of hirings are lost, since one cannot move there."
    if bear.paperwork.delay.value:
        yield f"While easy paperwork is withheld, credit repair takes {number(bear.paperwork.delay, bear.paperwork)} longer."
    if bear.honour.rewards:
        yield "Nobody from whom honours are withheld is given a reward."
    costs = [f"`{domain}` {number(cost, worth)}" for domain, cost in worth.costs.items() if cost.value]
    if costs:
        yield f"A month without a right costs: {all_of(costs)}."
    saves = [f"`{reward}` {number(saved, worth)}" for reward, saved in worth.saves.items() if saved.value]
    if saves:
        yield f"A month with a reward saves: {all_of(saves)}."


def _barred(bear: Bear) -> Iterator[str]:
    place, account, net = bear.university, bear.bank_account, bear.internet
    if bear.subsidy.value:
        yield f"While subsidies are withheld, {number(bear.subsidy, bear)} of any income is lost."
    if place.wage.value:
        yield (
            f"Of those from 18 to 22, {number(place.sought, place)} seek a place at a university; with one that is withheld "
            f"{number(place.wage, place)} of the wage is lost for good."
        )
    if account.income.value or account.unseen.value:
        yield (
            f"Without a bank account {number(account.income, account)} of any income is lost, and payment apps and banks miss "
            f"{number(account.unseen, account)} of what they would have seen."
        )
    if net.wage.value or net.silent.value or net.unseen.value:
        yield (
            f"Without the internet {number(net.wage, net)} of the wage is lost, {number(net.silent, net)} of expressions are not made, and "
            f"{number(net.unseen, net)} of what would have been seen there or in payments is not."
        )


def adapt(regime: Regime) -> Iterator[str]:
    """What people do about it."""
    fear, risk, deterrence = regime.adapt.fear, regime.adapt.perceived, regime.adapt.deterrence
    if risk is not None:
        yield (
            f"Perceived risk learns at {number(risk.learning, risk)} a month from a floor of {number(risk.floor, risk)}; "
            f"aware from the start: {number(risk.aware, risk)}."
        )
    if fear is not None:
        yield (
            f"Fear of speaking: strength {number(fear.strength, fear)}, steepness {number(fear.steepness, fear)}; "
            f"of what is withheld, said in private: {number(fear.private, fear)}."
        )
    if deterrence is not None:
        yield (
            f"Violations that the regime punishes are deterred: elasticity {number(deterrence.certainty, deterrence)} of perceived risk "
            f"over its floor, {number(deterrence.severity, deterrence)} of the penalty, which is more by "
            f"{number(deterrence.added, deterrence)} of the ordinary one; at first by a further {number(deterrence.novelty, deterrence)}, "
            f"which fades in {number(deterrence.fades, deterrence)}; where one more costs a band, "
            f"{number(deterrence.near_band, deterrence)} of them."
        )
    if regime.adapt.performance is not None:
        yield _performance(regime.adapt.performance)
    evasion, dropping = regime.adapt.evasion, regime.adapt.dropping
    if evasion is not None:
        yield (
            f"People keep out of sight of channels that are there for {all_of(evasion.contexts)}: at most "
            f"{number(evasion.strength, evasion)} of it, with perceived risk at a steepness of {number(evasion.steepness, evasion)}."
        )
        if evasion.footprint.value:
            yield f"A score that reads their footprint misses {number(evasion.footprint, evasion)} of what they keep out of sight."
    network = regime.adapt.private_network
    if network is not None:
        yield (
            f"A private network hides {number(network.hides, network)} of what its users do from channels that are there for "
            f"{all_of(network.contexts)}; perceived risk adds up to {number(network.more, network)} of its use, at a steepness of "
            f"{number(network.steepness, network)}."
        )
    if regime.adapt.lending is not None:
        lending = regime.adapt.lending
        yield (
            f"Before channels that are there for {all_of(lending.contexts)}, those who know that rights are withheld from them do "
            f"{number(lending.share, lending)} of their acts in the name of somebody they are tied to."
        )
    if dropping is not None:
        yield f"Ties to people in band {dropping.band} of `{dropping.scheme}`, or a worse one, drop at {number(dropping.rate, dropping)}."
    if regime.adapt.habit is not None:
        yield _habit(regime.adapt.habit)
    for act, rule in regime.adapt.comply.items():
        whom = f"firms of {all_of(rule.sectors)}" if rule.sectors else "all firms"
        yield (
            f"`{act}` is threatened with {number(rule.threat, rule)} times what ordinary law gives; "
            f"{whom} respond with elasticity {number(rule.elasticity, rule)}."
        )


def _habit(habit: Habit) -> str:
    return (
        f"After {number(habit.after, habit)} as a member of `{habit.scheme}` it is normal to {number(habit.accepts, habit)} of people: "
        f"{number(habit.stays, habit)} of their wishes to leave go, {number(habit.at_ease, habit)} of the fear of speaking, and "
        f"{number(habit.keeps, habit)} of what good news wears off their caution stays."
    )


def _performance(performance: Performance) -> str:
    prices = "".join(f"; `{act}` costs {number(price, performance)}" for act, price in performance.prices.items())
    return (
        f"Good acts that bring points: {number(performance.willing, performance)} of those who know add "
        f"{number(performance.more, performance)} of their own rate where the next band is at most "
        f"{number(performance.reach, performance)} away; points drive out {number(performance.crowds_out, performance)} of what is "
        f"done anyway{prices}."
    )
