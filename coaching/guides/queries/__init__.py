"""What is read of guides beyond their own words."""
