"""The way of a team: steps in an order that is never locked, each with what its talks should achieve and how that can be seen.

The words are content and have versions; a version that a team walks by never changes.
"""
