"""What a test asks of the checker: which rules a roster breaks, and how."""

from scheduler.verify.checker import verify
from tests.builders import problem as a_problem
from tests.builders import roster


def breaches(*shifts, **problem):
    """Return the violations of a roster of a small problem, the seal's left to its own tests."""
    return verify(a_problem(**problem), roster(*shifts)).violations


def rules_broken(*shifts, **problem):
    return [violation.rule for violation in breaches(*shifts, **problem)]
