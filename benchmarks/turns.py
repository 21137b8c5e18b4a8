"""
Whether the replies a pool is told to give in time are those of a simulation turn by turn.

``python -m benchmarks.turns`` draws 20 pools (``--seed``) of 1 to 20 chats at once, staffs each for
a share of all turns answered within a time, and plays them turn by turn: agents type one reply at a
time in the order in which customers wrote, customers take their time, chats go to who has fewest.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
from numba import njit

from scheduler.staffing.cycle import ReplyCycle
from scheduler.staffing.turn_kernel import IN_TIME, MEAN_S, agents_for_turns, turns_met

FOR_EVER = 1e18
WARM_UP = 0.1  # of the chats, not counted


@njit(cache=False)
def played(agents, slots, arrival, leave, rhythm, within, chats, chance):  # noqa: PLR0912, PLR0915, PLR0917 - an event loop
    """Return the turns in time, all turns, the seconds of those replied to, and their number."""
    type_s, think_s, turns = rhythm
    opened = np.zeros(agents, np.int64)
    left = np.zeros((agents, slots), np.int64)  # turns to come; 0: free
    wrote = np.full((agents, slots), -1.0)  # moment of an unanswered message
    thinks = np.full((agents, slots), FOR_EVER)
    line = np.zeros((agents, slots), np.int64)
    waits = np.zeros(agents, np.int64)
    typing = np.full(agents, FOR_EVER)
    queue_at = np.zeros(chats)
    queue_until = np.zeros(chats)
    head, tail, came = 0, 0, 0
    coming = chance.exponential(1 / arrival)
    held, all_turns, spent, replied = 0.0, 0.0, 0.0, 0.0
    while came < chats or tail > head or opened.sum() > 0:
        now, who, slot, kind = coming if came < chats else FOR_EVER, -1, -1, 0
        for agent in range(agents):
            if typing[agent] < now:
                now, who, kind = typing[agent], agent, 1
            if opened[agent] > waits[agent]:
                for each in range(slots):
                    if thinks[agent, each] < now:
                        now, who, slot, kind = thinks[agent, each], agent, each, 2
        if now >= FOR_EVER:
            break
        counts = came > WARM_UP * chats
        freed = -1
        if kind == 0:
            came += 1
            coming = now + chance.exponential(1 / arrival)
            queue_at[tail] = now
            queue_until[tail] = now + chance.exponential(1 / leave)
            tail += 1
            fewest = 0
            for agent in range(agents):
                if opened[agent] < opened[fewest]:
                    fewest = agent
            freed = fewest if opened[fewest] < slots else -1
        elif kind == 1:
            each = line[who, 0]
            if counts:
                took = now - wrote[who, each]
                all_turns += 1
                held += took <= within
                spent += took
                replied += 1
            wrote[who, each] = -1.0
            thinks[who, each] = now + chance.exponential(think_s)
            waits[who] -= 1
            for place in range(waits[who]):
                line[who, place] = line[who, place + 1]
            typing[who] = now + chance.exponential(type_s) if waits[who] else FOR_EVER
        else:
            thinks[who, slot] = FOR_EVER
            left[who, slot] -= 1
            if left[who, slot] == 0:
                opened[who] -= 1
                freed = who
            else:
                wrote[who, slot] = now
                line[who, waits[who]] = slot
                waits[who] += 1
                if waits[who] == 1:
                    typing[who] = now + chance.exponential(type_s)
        while freed >= 0 and opened[freed] < slots and head < tail:
            arrived, until = queue_at[head], queue_until[head]
            head += 1
            if until < now:
                if counts:
                    all_turns += 1
                continue
            for each in range(slots):
                if left[freed, each] == 0:
                    whole = int(turns)
                    left[freed, each] = whole + (chance.random() < turns - whole)
                    wrote[freed, each] = arrived
                    line[freed, waits[freed]] = each
                    waits[freed] += 1
                    opened[freed] += 1
                    if waits[freed] == 1:
                        typing[freed] = now + chance.exponential(type_s)
                    break
    return held, all_turns, spent, replied


def main() -> None:
    """Print a row for each pool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pools", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--chats", type=int, default=60_000)
    asked = parser.parse_args()
    chance = np.random.default_rng(asked.seed)
    print("at once | people | typing s | customer s | turns | within s | told | simulated | mean s")
    apart = []
    for number in range(asked.pools):
        slots = 1 + number * 19 // max(1, asked.pools - 1)
        type_s = float(chance.uniform(8, 40))
        customer_s = type_s * float(chance.uniform(1.0, 2.0)) * max(1.0, slots / 1.6)
        turns = float(chance.uniform(2.0, 8.0))
        within = float(chance.choice([30.0, 60.0, 180.0]))
        target = float(chance.uniform(0.5, 0.95))
        cycle = ReplyCycle(type_s, customer_s, turns)
        completions = np.array([cycle.completions_per_s(k) for k in range(1, slots + 1)])
        arrival = float(chance.uniform(1.0, 12.0)) * completions[-1]
        usual, rhythm = (1 / float(chance.uniform(60, 400)), within), (type_s, customer_s, turns)
        most = turns_met(400, completions, (arrival, *usual), rhythm)[IN_TIME]
        need = agents_for_turns(np.array([arrival]), completions, usual, rhythm, target * most)[0]
        people = max(1, math.ceil(need - 1e-9))
        told = turns_met(people, completions, (arrival, *usual), rhythm)
        held, count, spent, replied = played(
            people,
            slots,
            arrival,
            usual[0],
            rhythm,
            within,
            asked.chats,
            np.random.default_rng(number),
        )
        apart.append(told[IN_TIME] - held / count)
        print(
            f"{slots} | {people} | {type_s:.0f} | {customer_s:.0f} | {turns:.1f} | {within:.0f} | "
            f"{told[IN_TIME]:.1%} | {held / count:.1%} | "
            f"{told[MEAN_S]:.0f}, {spent / replied:.0f}",
            flush=True,
        )
    points = 100 * np.abs(apart)
    print(
        f"apart: root mean square {np.sqrt((points**2).mean()):.2f} points, worst "
        f"{points.max():.2f}, within 2 points {np.mean(points <= 2):.0%} of {len(points)}"
    )


if __name__ == "__main__":
    main()
