"""What the tests ask of the machine and of themselves."""
