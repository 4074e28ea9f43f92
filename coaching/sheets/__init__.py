"""What a network has already comes in from files: its teams, who is of them, who stands beside them, and the talks that were."""
