"""Every read of the funnel; what is read often, or joined, is plain SQL."""
