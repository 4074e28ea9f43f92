"""What a team needs and in which order, as pure functions."""
