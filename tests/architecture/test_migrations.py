"""Migrations are counted one by one: two with the same number would run in an order that nobody chose."""

from __future__ import annotations

from coaching.kit.migrating import known


def test_each_migration_has_a_number_of_its_own_and_an_id_that_ends_in_it():
    names = [module.__name__.rpartition('.')[2] for module in known()]
    assert [name[:6] for name in names] == [f'm{number:04d}_' for number in range(1, len(names) + 1)]
    assert [int(module.ID[-6:]) for module in known()] == list(range(1, len(names) + 1))
    assert sorted(module.ID for module in known()) == [module.ID for module in known()]
