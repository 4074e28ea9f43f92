"""What stands beside teams decides, as pure functions: facts in, a reason or a value out."""
