"""Numbers hardly anybody means, and what a person says of them."""

from scheduler.errors import UnusualError
from store.looked import Look, asking_together, looked_at

__all__ = ["Look", "UnusualError", "asking_together", "looked_at"]
