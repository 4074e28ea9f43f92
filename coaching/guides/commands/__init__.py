"""What is written about guides: one verb, one function, one transaction."""
