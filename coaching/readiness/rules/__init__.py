"""What a round may do, and how what was agreed is read; pure, over plain values."""
