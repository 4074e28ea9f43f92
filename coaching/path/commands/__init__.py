"""Everything that happens on a team's way; each is one transaction with its entry in the journal."""
