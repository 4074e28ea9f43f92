"""Words that every network starts with: its notices, and what its three kinds of session are. No tables; all of it is content."""
