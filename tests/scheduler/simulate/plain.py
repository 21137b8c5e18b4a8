"""
The same rules in the plainest form: after every event, everything is worked out anew.

Slow and obvious, so that the event loop has something independent to agree with.
"""

import math

TAKES, PAUSES, GONE = "takes", "pauses", "gone"


class Person:
    def __init__(self):
        self.duty, self.post, self.free_since = GONE, None, 0
        self.left = {}  # chat -> work left


class PlainDesk:
    """Chats are (arrived, work, patience, post); changes (time, kind, person, post), ordered."""

    def __init__(self, people, slots, pace):
        self.people = [Person() for _ in range(people)]
        self.slots, self.pace, self.turn = slots, pace, 0
        self.queue = {post: [] for post in range(len(slots))}
        self.replied, self.ended, self.by = {}, {}, {}

    def play(self, chats, changes):
        self.chats = chats
        now, arrivals, changes = -math.inf, list(range(len(chats))), list(changes)
        while True:
            ends, who, which = min(self._ends(now), default=(math.inf, None, None))
            change = changes[0][0] if changes else math.inf
            arrives = chats[arrivals[0]][0] if arrivals else math.inf
            then = min(ends, change, arrives)
            if then == math.inf:
                break
            self._work(then - now)
            now = then
            if ends == then:
                del self.people[who].left[which]
                self.ended[which] = now
                self._stands_anew(who)
                self._serve(self.people[who].post, now)
            elif change == then:
                self._change(*changes.pop(0)[1:], now)
            else:
                chat = arrivals.pop(0)
                self.queue[chats[chat][3]].append(chat)
                self._serve(chats[chat][3], now)
        for chat, (arrived, _, patience, _) in enumerate(chats):
            if chat not in self.by:
                self.ended[chat] = arrived + patience

    def _speed(self, person):
        return self.pace[person.post][len(person.left)]

    def _ends(self, now):
        for who, person in enumerate(self.people):
            for chat, left in person.left.items():
                yield now + left / self._speed(person), who, chat

    def _work(self, seconds):
        for person in self.people:
            if person.left:
                done = seconds * self._speed(person)
                person.left = {chat: left - done for chat, left in person.left.items()}

    def _stands_anew(self, who):
        self.turn += 1
        self.people[who].free_since = self.turn

    def _free(self, post):
        """Return who takes the next chat: fewest open ones, then who has stood there longest."""
        able = [
            (len(person.left), person.free_since, who)
            for who, person in enumerate(self.people)
            if person.duty == TAKES and person.post == post and len(person.left) < self.slots[post]
        ]
        return min(able)[2] if able else None

    def _give(self, who, chat, work):
        self.people[who].left[chat] = work
        self._stands_anew(who)

    def _serve(self, post, now):
        while self.queue[post]:
            arrived, work, patience, _ = self.chats[self.queue[post][0]]
            if arrived + patience <= now:
                self.queue[post].pop(0)
                continue
            who = self._free(post)
            if who is None:
                return
            chat = self.queue[post].pop(0)
            self.replied[chat], self.by[chat] = now, who
            self._give(who, chat, work)

    def _change(self, kind, who, post, now):
        person = self.people[who]
        person.duty = {"take": TAKES, "pause": PAUSES, "end": GONE}[kind]
        self._stands_anew(who)
        if kind == "take":
            person.post = post
            self._serve(post, now)
        if kind == "end":
            for chat in reversed(list(person.left)):
                other = self._free(self.chats[chat][3])
                if other is not None:
                    self._give(other, chat, person.left.pop(chat))
