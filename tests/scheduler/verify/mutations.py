"""Ways to spoil a roster: each takes its shifts, a source of chance and the problem."""

from dataclasses import replace

from scheduler.shift import Span

DAY_MIN = 1440


def moved(shifts, chance, _):
    return _changed(shifts, chance, lambda shift: _later(shift, 30 * _step(chance, 20)))


def moved_by_a_day(shifts, chance, _):
    return _changed(shifts, chance, lambda shift: _later(shift, DAY_MIN * _step(chance, 3)))


def moved_out_of_the_week(shifts, chance, the_problem):
    days = the_problem.horizon.days * (1 if chance.random() < 0.5 else -1)
    return _changed(shifts, chance, lambda shift: _later(shift, DAY_MIN * days))


def off_the_grid(shifts, chance, _):
    return _changed(shifts, chance, lambda shift: _later(shift, chance.choice((-15, 5, 10, 45))))


def lengthened(shifts, chance, _):
    more = chance.choice((10, 30, 60, 120, 300))
    return _changed(shifts, chance, lambda shift: replace(shift, end_min=shift.end_min + more))


def shortened(shifts, chance, _):
    less = chance.choice((10, 30, 60, 120))
    return _changed(
        shifts,
        chance,
        lambda shift: replace(shift, end_min=max(shift.start_min + 30, shift.end_min - less)),
    )


def begun_earlier(shifts, chance, _):
    more = chance.choice((15, 30, 60))
    return _changed(shifts, chance, lambda shift: replace(shift, start_min=shift.start_min - more))


def swapped(shifts, chance, _):
    first, second = _one(shifts, chance), _one(shifts, chance)
    changed = list(shifts)
    changed[first] = replace(shifts[first], agent_id=shifts[second].agent_id)
    changed[second] = replace(shifts[second], agent_id=shifts[first].agent_id)
    return changed


def deleted(shifts, chance, _):
    gone = _one(shifts, chance)
    return [shift for number, shift in enumerate(shifts) if number != gone]


def a_day_deleted(shifts, chance, the_problem):
    day = chance.randrange(the_problem.horizon.days)
    left = [s for s in shifts if the_problem.horizon.day_of(s.start_min) != day]
    return left or shifts


def doubled(shifts, chance, _):
    return [*shifts, shifts[_one(shifts, chance)]]


def doubled_for_another(shifts, chance, _):
    copy, other = shifts[_one(shifts, chance)], shifts[_one(shifts, chance)]
    return [*shifts, replace(copy, agent_id=other.agent_id)]


def on_another_post(shifts, chance, the_problem):
    post = chance.choice(the_problem.posts).id
    return _changed(shifts, chance, lambda shift: replace(shift, post=post))


def meal_moved(shifts, chance, _):
    by = chance.choice((-300, -120, -60, -30, -15, 10, 30, 60, 120, 300))
    return _changed(shifts, chance, lambda shift: _with_meal(shift, by, 0))


def meal_longer(shifts, chance, _):
    by = chance.choice((15, 30, 60))
    return _changed(shifts, chance, lambda shift: _with_meal(shift, 0, by))


def meal_dropped(shifts, chance, _):
    return _changed(shifts, chance, lambda shift: replace(shift, meal=None))


def meal_added(shifts, chance, _):
    def fed(shift):
        return replace(shift, meal=Span(shift.start_min + 120, shift.start_min + 180))

    return _changed(shifts, chance, fed)


def for_an_unknown_agent(shifts, chance, _):
    return _changed(shifts, chance, lambda shift: replace(shift, agent_id="nobody"))


def a_week_without_rest(shifts, chance, _):
    shift = shifts[_one(shifts, chance)]
    return [*shifts, *(_later(shift, DAY_MIN * days) for days in range(1, 7))]


MUTATIONS = (
    moved,
    moved_by_a_day,
    moved_out_of_the_week,
    off_the_grid,
    lengthened,
    shortened,
    begun_earlier,
    swapped,
    deleted,
    a_day_deleted,
    doubled,
    doubled_for_another,
    on_another_post,
    meal_moved,
    meal_longer,
    meal_dropped,
    meal_added,
    for_an_unknown_agent,
    a_week_without_rest,
)


def _one(shifts, chance):
    return chance.randrange(len(shifts))


def _step(chance, most):
    return chance.choice((-1, 1)) * chance.randint(1, most)


def _changed(shifts, chance, change):
    number = _one(shifts, chance)
    return [*shifts[:number], change(shifts[number]), *shifts[number + 1 :]]


def _later(shift, minutes):
    meal = shift.meal and Span(shift.meal.start_min + minutes, shift.meal.end_min + minutes)
    return replace(
        shift, start_min=shift.start_min + minutes, end_min=shift.end_min + minutes, meal=meal
    )


def _with_meal(shift, later, longer):
    if shift.meal is None:
        return shift
    meal = Span(shift.meal.start_min + later, shift.meal.end_min + later + longer)
    return replace(shift, meal=meal)
