"""A log of chats in which A1 ends them quickly and A2 slowly."""

import datetime as dt

import numpy as np

from kpi.facts.outcomes import ChatOutcomes
from scheduler.chats import ChatRecords
from store.files.chat_log import ChatLog, write_chat_log

CHATS = 400


def write_quick_and_slow(path, clock, date):
    """Write a chat a minute from midnight of a date on; return the path."""
    assert isinstance(date, dt.date)
    arrived = clock.at(date) * 60.0 + 60 * np.arange(CHATS)
    agent = np.arange(CHATS) % 2
    ended = arrived + 10 + np.where(agent == 0, 200.0, 900.0) + np.arange(CHATS) % 7
    post = np.zeros(CHATS)
    log = ChatRecords(("presales",), ("A1", "A2"), post, agent, arrived, arrived + 10, ended)
    write_chat_log(ChatLog(log, ChatOutcomes(agent, {})), path, clock)
    return path
