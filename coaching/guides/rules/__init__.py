"""Rules of guides: pure functions over what is known."""
