"""Every read of a round of readiness."""
