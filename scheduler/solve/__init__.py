"""RosterProblem -> SolveResult: the search, the bound, and what a solve reports."""
