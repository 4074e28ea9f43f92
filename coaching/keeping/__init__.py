"""Nothing is lost and nobody comes back: backup, restore, retention and the ledger of erasures.

A backup is one zip file with the rows of every table, taken from one snapshot while people work. It needs no program of the database's
own and goes into any PostgreSQL: the schema comes up by the product's migrations, so an old backup fits a newer version.
"""
