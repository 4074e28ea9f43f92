"""What is taken from a file about teams, and why not."""
