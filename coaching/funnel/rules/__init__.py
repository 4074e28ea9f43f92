"""What the funnel decides, as pure functions: facts and a moment in, a reason or a value out."""
