"""
Each personal rule once: what it remembers, what it allows next, what it costs.

The search, the pricing of whole weeks and the bound all read a rule from here; the checker in
``scheduler/verify`` stays separate.

- Rules that count days and hours (``week_hours``, ``days_off``, ``days_in_a_row``) are memories;
  ``automaton`` folds those of one agent into a table of states. They see a shift as its class
  (``memory``): work, kind, night, peak; and may ask a price for a day.
- Rules that allow or price a single shift (``certificate``, ``absence``, ``night``, ``grid``,
  ``wish``) say so per start and shape.
- ``rest`` links a shift to the next one by a time.
"""
