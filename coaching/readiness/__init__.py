"""Readiness: how far a group is, told by itself, on the questions of an *instrument*, which is content and nothing else.

A *round* is opened for an occasion. Each member answers alone, sealed; when answering ends, only what will ever be shown is kept, and no
answer belongs to anybody. Then the group talks, *agrees* on each point, and picks at most three things to build.
"""
