"""Files about teams, read: which column holds what, what each row says, and what would become of it. Everything here is pure."""
