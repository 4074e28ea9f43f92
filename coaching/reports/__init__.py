"""Reports: numbers that are counted again from what happened, for any date, and never stored. Everything here only reads."""
