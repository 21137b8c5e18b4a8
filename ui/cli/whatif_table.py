"""A week as it is beside the week with changes, as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scheduler.simulate.params import SimulationParams
    from ui.cli.screen import Screen

Report = dict[str, Any]
OF_VENDOR = (
    *(("required_hours", 1), ("own_hours", 1), ("short_hours", 1)),
    *(("own_cost", 2), ("vendor_cost", 2)),
)


def whatif_table(screen: Screen, report: Report) -> None:
    """Print one row a number: as it is, with the changes, and the difference."""
    sides = (report["base"], report["changed"])
    rows = [
        _row(screen.word("cli.w_people"), sides, lambda side: side["agents"], 0),
        *(
            _row(
                screen.word("cli.w_required", post=post_name(post, screen.lang)),
                sides,
                _required_hours(post),
                1,
            )
            for post in report["base"]["posts"]
        ),
        _row(screen.word("cli.w_contract"), sides, _contract_hours, 1),
        _row(screen.word("cli.w_short_hours"), sides, _of_roster("shortage_agent_hours"), 1),
        _row(screen.word("cli.w_most_short"), sides, _most_short, 1),
        _row(screen.word("cli.w_contract_cost"), sides, lambda side: side["contract_cost"], 2),
        _row(screen.word("cli.w_wage_cost"), sides, lambda side: side["wage_cost"], 2),
        _row(screen.word("cli.w_bound"), sides, _of_roster("bound"), 1),
        _row(screen.word("cli.w_cost"), sides, _of_roster("cost"), 1),
        _row(screen.word("cli.w_breaches"), sides, _of_roster("stretches"), 0),
    ]
    if all(side["simulation"] for side in sides):
        rows.append(_row(screen.word("cli.w_level"), sides, _level, 1))
    if sides[1].get("vendor_takes_cost") is not None:
        cost = sides[1]["vendor_takes_cost"]
        rows.append((screen.word("cli.w_vendor_cost_of"), "-", f"{cost:,.2f}", "-"))
    if sides[0].get("vendor") and sides[1].get("vendor"):
        rows += [
            _row(screen.word(f"cli.w_vendor_{name}"), sides, _of_vendor(name), decimals)
            for name, decimals in OF_VENDOR
        ]
    heads = ("what", "as_is", "changed", "difference")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)
    wages_note(screen, [(side["unpriced"], side["agents"]) for side in sides])


def wages_note(screen: Screen, sides: Sequence[tuple[int, int]]) -> None:
    """Say where wages are not known; of each side how many are unpriced, and how many there are."""
    if any(unpriced == people for unpriced, people in sides):
        screen.say("whatif.wages_unknown")
    elif most := max((unpriced for unpriced, _ in sides), default=0):
        screen.say("whatif.wages_in_part", count=most)


def speeds_note(
    screen: Screen, tested: SimulationParams | None, sides: Iterable[tuple[int, int]]
) -> None:
    """Say how fast people were simulated; of each side how many at their own, and of how many."""
    if tested is None:
        return
    if not tested.with_own_speeds:
        screen.say("whatif.all_alike")
        return
    count, people = max(sides, default=(0, 0))
    screen.say("cli.own_speeds", count=count, people=people)


def _row(
    name: str,
    sides: tuple[Report, Report],
    value_of: Callable[[Report], Any],
    decimals: int,
) -> tuple[str, ...]:
    """Return a row; a dash where a side has no such number."""
    values = [value_of(side) for side in sides]
    shown = ["-" if value is None else f"{value:,.{decimals}f}" for value in values]
    if None in values:
        return (name, *shown, "-")
    return (name, *shown, f"{values[1] - values[0]:+,.{decimals}f}")


def _of_roster(key: str) -> Callable[[Report], Any]:
    return lambda side: side["roster"].get(key)


def _of_vendor(name: str) -> Callable[[Report], Any]:
    return lambda side: side["vendor"][name]


def _required_hours(post: str) -> Callable[[Report], Any]:
    return lambda side: side["posts"][post]["required_hours"]


def _contract_hours(side: Report) -> float:
    return sum(part["contract_hours"] for part in side["posts"].values())


def _most_short(side: Report) -> float | None:
    """Return the most people missing in an hour, all posts together."""
    rows = [part["people_short"] for part in side["posts"].values()]
    return max(map(sum, zip(*rows, strict=True)), default=None)


def _level(side: Report) -> float:
    return 100 * side["simulation"]["total"]["service_level"]["mean"]
