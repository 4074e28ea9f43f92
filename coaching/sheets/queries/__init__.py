"""Files about teams: what is known beside them, what would become of each row, and what did."""
