"""
How those who write into a database wait for one another; the same on both kinds.

A write that rests on something seen (``store.writing.Writing.expect``) looks inside its own
transaction whether it still stands. That holds only if nobody else can write between the look and
the end. So whoever writes takes the database's one turn before anything is read, and keeps it to
the end: on SQLite by ``BEGIN IMMEDIATE``, on PostgreSQL by a lock on the table of steps, taken as
the first statement of the transaction. (Taken by a query, such as an advisory lock, it would come
after the moment whose data the transaction sees, and what the one before wrote would be missed.)
Writes take milliseconds, so that a line is short; no two writers can block each other, and none
has to be done again. ``SERIALIZABLE`` would let them run side by side and refuse one of two after
the fact: what a person did would have to be repeated, by them or by us.

Readers wait for nobody, and all reads of one transaction see the same moment. On PostgreSQL both
run at ``REPEATABLE READ``: a write past the program, which takes no turn, is then refused or makes
ours fail (``database_conflict``), and nobody's is lost in silence.
"""

from __future__ import annotations

BUSY_S = 20
"""Seconds to wait for one's turn before saying that the database is busy."""

WRITES = "paiban_writes"
"""Option of a connection whose transactions write."""

LAYS = "paiban_lays"
"""Option of a connection whose transaction lays tables: there may be none yet."""
