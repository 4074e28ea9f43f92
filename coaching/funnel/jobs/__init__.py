"""What the funnel does by itself; every job is also a button, and no page waits for one."""
