import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scheduler.simulate.hall import (
    AWAY,
    CLOSE,
    END,
    LEAVE,
    NONE,
    PAUSE,
    TAKE,
    TICK,
    new_chats,
    new_hall,
)
from scheduler.simulate.kernel import play
from tests.scheduler.simulate.plain import PlainDesk

SERVES = [[0, NONE], [1, NONE], [0, 1]]  # people of post 0 may also help post 1
KIND = {
    CLOSE: "close",
    PAUSE: "pause",
    AWAY: "away",
    TAKE: "take",
    END: "end",
    LEAVE: "leave",
}


def random_case(seed, idles=(CLOSE, PAUSE, AWAY), ends=(END, LEAVE)):
    """Return chats, changes, slots and pace of a busy little shop with two posts."""
    rng = np.random.default_rng(seed)
    slots = rng.integers(1, 4, 2)
    pace = np.ones((2, slots.max() + 1))
    for post in range(2):
        pace[post, 1:] = np.sort(rng.uniform(0.4, 1.0, slots.max()))[::-1]
    count, people = 120, 4
    chats = list(
        zip(
            np.sort(rng.uniform(0, 3000, count)).tolist(),
            rng.exponential(150.0, count).tolist(),
            rng.exponential(200.0, count).tolist(),
            rng.integers(0, 2, count).tolist(),
            strict=True,
        )
    )
    changes = [(0.0, TICK, NONE, 0), (3000.0, TICK, NONE, 1)]
    for who in range(people):
        times = np.sort(rng.uniform(0, 3600, 8))
        for stint in range(2):
            first, stop, again, last = times[4 * stint : 4 * stint + 4].tolist()
            pool = int(rng.integers(0, 3))
            idle, gone = int(rng.choice(idles)), int(rng.choice(ends))
            changes += [(first, TAKE, who, pool), (stop, idle, who, pool)]
            changes += [(again, TAKE, who, pool), (last, PAUSE, who, pool), (last, gone, who, pool)]
    return chats, sorted(changes), slots, pace


def run(chats, changes, slots, pace):
    arrived, work, patience, post = (np.array(column) for column in zip(*chats, strict=True))
    levels = np.arange(slots.max())
    hall = new_hall(
        new_chats(post, arrived, work, patience),
        slots,
        pace,
        serves=np.array(SERVES),
        choice=levels,
        agents=4,
        intervals=1,
    )
    table = [np.array(column) for column in zip(*changes, strict=True)]
    play(hall, table[0].astype(float), *(column.astype(np.int64) for column in table[1:]))
    return hall


@pytest.mark.parametrize("seed", range(60))
def test_event_loop_agrees_with_the_plain_one(seed):
    chats, changes, slots, pace = random_case(seed)
    hall = run(chats, changes, slots, pace)
    plain = PlainDesk(4, slots.tolist(), pace.tolist(), SERVES)
    plain.play(
        chats, [(at, KIND[kind], who, pool) for at, kind, who, pool in changes if kind != TICK]
    )
    number = range(len(chats))
    assert hall.chats["agent"].tolist() == [plain.by.get(chat, NONE) for chat in number]
    replied = [plain.replied.get(chat, np.nan) for chat in number]
    np.testing.assert_allclose(hall.chats["replied"], replied, rtol=0, atol=1e-6)
    ended = [plain.ended[chat] for chat in number]
    np.testing.assert_allclose(hall.chats["ended"], ended, rtol=0, atol=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_queue_is_first_come_first_served(seed):
    hall = run(*random_case(seed))
    for post in range(2):
        mine = hall.chats[(hall.chats["post"] == post) & (hall.chats["agent"] != NONE)]
        assert (np.diff(mine["replied"]) >= 0).all()
        assert (mine["replied"] - mine["arrived"] <= mine["patience"]).all()


@pytest.mark.parametrize("seed", range(20))
def test_seconds_by_post_and_by_agent_are_the_same_seconds(seed):
    chats, changes, slots, pace = random_case(seed)
    hall = run(chats, changes, slots, pace)
    in_all = hall.seconds.sum(axis=(0, 1))
    np.testing.assert_allclose(in_all[0], hall.agents["open_s"].sum(), rtol=1e-9)
    np.testing.assert_allclose(in_all[1], hall.agents["busy_s"].sum(), rtol=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_seconds_are_those_between_reply_and_end_where_chats_never_stand_still(seed):
    hall = run(*random_case(seed, (CLOSE, PAUSE), (END,)))
    in_all = hall.seconds.sum(axis=(0, 1))
    answered = hall.chats[hall.chats["agent"] != NONE]
    talked = (answered["ended"] - answered["replied"]).sum()
    np.testing.assert_allclose(in_all[0], talked, rtol=1e-9)


SCRIPT = """
import hashlib, json
from tests.scheduler.simulate.test_kernel import random_case, run
from scheduler.simulate import kernel
found = []
for seed in range(5):
    hall = run(*random_case(seed))
    whole = [hall.chats[name].tobytes() for name in ("agent", "replied", "ended")]
    whole += [hall.seconds.tobytes(), hall.agents["busy_s"].tobytes()]
    found.append(hashlib.sha256(b"".join(whole)).hexdigest())
print(json.dumps([hasattr(kernel.play, "py_func"), found]))
"""


def digests(**environment):
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **environment},
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def test_same_bits_without_the_compiler():
    compiled, with_it = digests(NUMBA_DISABLE_JIT="0")
    plain, without = digests(NUMBA_DISABLE_JIT="1")
    assert (compiled, plain) == (True, False)
    assert with_it == without
