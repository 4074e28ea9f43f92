"""Persons: who may be written to, merged when they are one, exported and erased when they ask. A person is not an account."""
