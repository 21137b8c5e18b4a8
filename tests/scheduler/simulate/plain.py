"""
The same rules in the plainest form: after every event, everything is worked out anew.

Slow and obvious, so that the event loop has something independent to agree with.
"""

import math

TAKES, PAUSES, AWAY, GONE = "takes", "pauses", "away", "gone"


class Person:
    def __init__(self):
        self.duty, self.post, self.pool, self.free_since = GONE, None, None, 0
        self.left = {}  # chat -> work left


class PlainDesk:
    """Chats are (arrived, work, patience, post); changes (time, kind, person, pool), ordered."""

    def __init__(self, people, slots, pace, serves):
        self.people = [Person() for _ in range(people)]
        self.slots, self.pace, self.turn = slots, pace, 0
        self.serves = [[post for post in row if post >= 0] for row in serves]
        self.queue = {post: [] for post in range(len(slots))}
        self.replied, self.ended, self.by = {}, {}, {}

    def play(self, chats, changes):
        self.chats = list(chats)
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
                self._serve_from(self.people[who].pool, now)
            elif change == then:
                self._change(*changes.pop(0)[1:], now)
            else:
                chat = arrivals.pop(0)
                self.queue[chats[chat][3]].append(chat)
                self._serve(chats[chat][3], now)
        for chat, (arrived, _, patience, _) in enumerate(self.chats):
            if chat not in self.by:
                self.ended[chat] = arrived + patience

    def _speed(self, person):
        return self.pace[person.post][len(person.left)]

    def _ends(self, now):
        for who, person in enumerate(self.people):
            for chat, left in person.left.items() if person.duty != AWAY else ():
                yield now + left / self._speed(person), who, chat

    def _work(self, seconds):
        for person in self.people:
            if person.left and person.duty != AWAY:
                done = seconds * self._speed(person)
                person.left = {chat: left - done for chat, left in person.left.items()}

    def _stands_anew(self, who):
        self.turn += 1
        self.people[who].free_since = self.turn

    def _free(self, post):
        """Return who takes the next chat: fewest open ones, own pools first, longest there."""
        able = []
        for who, person in enumerate(self.people):
            if person.duty == TAKES and len(person.left) < self.slots[person.post]:
                answers = self.serves[person.pool]
                if post in answers:
                    helps = answers[0] != post
                    able.append((len(person.left), helps, person.pool, person.free_since, who))
        return min(able)[-1] if able else None

    def _give(self, who, chat, work):
        self.people[who].left[chat] = work
        self._stands_anew(who)

    def _serve(self, post, now):
        """Answer the queue of one post as far as people are free."""
        while (chat := self._first(post, now)) is not None and (
            who := self._free(post)
        ) is not None:
            self._answer(post, chat, who, now)

    def _answer(self, post, chat, who, now):
        self.queue[post].remove(chat)
        self.by[chat] = who
        self.replied.setdefault(chat, now)
        self._give(who, chat, self.chats[chat][1])

    def _serve_from(self, pool, now):
        """Answer the queues of a pool's posts, whoever has waited longest first."""
        while True:
            heads = [(self._first(post, now), post) for post in self.serves[pool]]
            heads = sorted((chat, post) for chat, post in heads if chat is not None)
            if not heads or self._free(heads[0][1]) is None:
                return
            chat, post = heads[0]
            self._answer(post, chat, self._free(post), now)

    def _first(self, post, now):
        for chat in list(self.queue[post]):
            arrived, _, patience, _ = self.chats[chat]
            if arrived + patience > now:
                return chat
            self.queue[post].remove(chat)
        return None

    def _change(self, kind, who, pool, now):
        person = self.people[who]
        duties = {"take": TAKES, "pause": PAUSES, "close": PAUSES, "away": AWAY}
        person.duty = duties.get(kind, GONE)
        self._stands_anew(who)
        if kind == "take":
            person.pool, person.post = pool, self.serves[pool][0]
            self._serve_from(pool, now)
        if kind in {"end", "leave"}:
            for chat in reversed(list(person.left)):
                other = self._free(self.chats[chat][3])
                if other is not None:
                    self._give(other, chat, person.left.pop(chat))
        if kind == "leave":
            for chat in reversed(list(person.left)):
                arrived, _, _, post = self.chats[chat]
                self.chats[chat] = (arrived, person.left.pop(chat), math.inf, post)
                self.queue[post].insert(0, chat)
                self.ended[chat] = now
