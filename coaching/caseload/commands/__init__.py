"""What a coach decides on the page of all teams: not to be reminded before a day."""
