"""What a browser sends to the funnel, and what to say when it is wrong."""
