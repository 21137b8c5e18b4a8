"""
The command line ``paiban``: asks the services, draws tables, answers programs in JSON.

Exit codes: 0 done; 1 done, but a rule is broken or a service level lies below its target by more
than its interval; 2 bad input; 3 no roster.
"""

from ui.cli.program import main

__all__ = ["main"]
