"""
Each personal rule once: what it remembers, what it allows next, what it costs.

The search, the pricing of whole weeks and the bound all read a rule from here; the checker in
``scheduler/verify`` stays separate.

- Rules that count from day to day (hours, overtime, days off, runs, months, successions, fair
  shares) are memories; ``of_agent`` lists those of one agent, ``automaton`` folds them into a table
  of states. They see a shift as its class (``memory``) and may ask a price for a day.
- Rules that allow or price a single shift (``night``, ``grid``, ``wish``) say so per start and
  shape.
- ``rest`` links a shift to the next one by a time; so do steady starts, inside the pricing.
"""
