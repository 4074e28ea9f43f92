"""Every write of the funnel: one verb, one function, one transaction.

Locks are taken in one order everywhere: persons, then sessions by id, then registrations.
"""
