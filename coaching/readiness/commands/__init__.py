"""Every write to a round of readiness."""
