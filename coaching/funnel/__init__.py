"""The funnel, on screens "Taste to trained": an *offering* repeats, a *session* is one date of it, and people hold spots there.

A *registration* is a wish to come, *attendance* is what was seen; a person's *stage* follows from attendance and is never typed in.
Promise: no seat is given twice, nobody is passed over in line, nobody's name is shown to another, and every date can be counted again.
"""
