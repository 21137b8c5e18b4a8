"""Why a week has no roster: the smallest set of rules and facts in conflict, and the ways out."""
