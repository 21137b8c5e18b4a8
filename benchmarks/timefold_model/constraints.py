# ruff: noqa: ARG005 - the functions of a stream take its whole tuple
"""The rules as constraint streams; what a single shift may be is in the entities' value ranges."""

from timefold.solver.score import (
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from benchmarks.timefold_model.domain import AgentDay, Cell, Stretch


@constraint_provider
def rules(factory: ConstraintFactory):
    at_work = people_at_work(factory)  # one stream, so that both rules share its nodes
    return [
        rest(factory),
        hours_per_week(factory),
        days_off(factory),
        days_in_a_row(factory),
        sealed(at_work),
        cover(at_work),
        wishes(factory),
    ]


def rest(factory):
    return (
        factory.for_each(AgentDay)
        .join(
            AgentDay,
            Joiners.equal(lambda day: day.person),
            Joiners.equal(lambda day: day.day + 1, lambda day: day.day),
            Joiners.greater_than(lambda day: day.choice.ready, lambda day: day.choice.first),
        )
        .penalize(HardSoftScore.ONE_HARD, lambda a, b: a.choice.ready - b.choice.first)
        .as_constraint("rest")
    )


def hours_per_week(factory):
    return (
        factory.for_each(AgentDay)
        .group_by(
            lambda day: day.person,
            lambda day: day.week,
            ConstraintCollectors.sum(lambda day: day.choice.work),
        )
        .filter(lambda person, week, work: work > person.week_limit)
        .penalize(
            HardSoftScore.ONE_HARD, lambda person, week, work: 1 + (work - person.week_limit) // 60
        )
        .as_constraint("hours_per_week")
    )


def days_off(factory):
    return (
        factory.for_each(AgentDay)
        .group_by(
            lambda day: day.person,
            lambda day: day.week,
            lambda day: day.most_days,
            ConstraintCollectors.count(),
        )
        .filter(lambda person, week, most, worked: worked > most)
        .penalize(HardSoftScore.ONE_HARD, lambda person, week, most, worked: worked - most)
        .as_constraint("days_off")
    )


def days_in_a_row(factory):
    return (
        factory.for_each(Stretch)
        .join(
            AgentDay,
            Joiners.equal(lambda stretch: stretch.person, lambda day: day.person),
            Joiners.filtering(lambda stretch, day: stretch.first <= day.day <= stretch.last),
        )
        .group_by(lambda stretch, day: stretch, ConstraintCollectors.count_bi())
        .filter(lambda stretch, worked: worked > stretch.most)
        .penalize(HardSoftScore.ONE_HARD, lambda stretch, worked: worked - stretch.most)
        .as_constraint("days_in_a_row")
    )


def people_at_work(factory):
    """Return each open post and interval with 0, and again with how many cover it if any do."""
    covered = (
        factory.for_each(AgentDay)
        .map(lambda day: day.choice.cells)
        .flatten_last(lambda cells: cells)
        .group_by(lambda cell: cell, ConstraintCollectors.count())
    )
    return factory.for_each(Cell).map(lambda cell: cell, lambda cell: 0).concat(covered)


def sealed(at_work):
    """Begin with everybody missing; those who come take it back."""
    return (
        at_work.filter(lambda cell, people: cell.floor > cell.past)
        .impact(
            HardSoftScore.ONE_HARD,
            lambda cell, people: (
                cell.missing(0) - cell.missing(people) if people else -cell.missing(0)
            ),
        )
        .as_constraint("sealed")
    )


def cover(at_work):
    """Begin with the price of nobody; those who come change it."""
    return at_work.impact(
        HardSoftScore.ONE_SOFT,
        lambda cell, people: cell.price(0) - cell.price(people) if people else -cell.price(0),
    ).as_constraint("cover")


def wishes(factory):
    return (
        factory.for_each(AgentDay)
        .filter(lambda day: len(day.wishes) > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda day: day.wish_price())
        .as_constraint("wishes")
    )
