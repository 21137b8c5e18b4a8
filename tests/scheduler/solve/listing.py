"""The best of listed rosters, by price and checker alone."""

from scheduler.verify.checker import verify
from scheduler.verify.cost import cost


def best_of(question, rosters):
    """
    Return the price of the best clean roster; None where none is clean.

    All are priced, and checked from the cheapest on: a check costs several prices.
    """
    by_price = sorted(rosters, key=lambda roster: cost(question, roster).total)
    verdicts = (verify(question, roster) for roster in by_price)
    return next((verdict.cost.total for verdict in verdicts if verdict.is_clean), None)
