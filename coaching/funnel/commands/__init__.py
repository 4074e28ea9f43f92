"""Every write of the funnel: one verb, one function, one transaction. Locks are taken in one order: persons, sessions by id, registrations."""
