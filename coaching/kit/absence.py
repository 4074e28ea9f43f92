"""Whether an error says that the database cannot be reached just now, which is nobody's mistake and soon over."""

from __future__ import annotations

import asyncpg

ABSENT = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.TransactionRollbackError,
    asyncpg.InternalClientError,  # what asyncpg says when a connection fails between two of its own steps
)
LOST_CONNECTION = ('closed', 'closing', 'released')


def is_database_away(error: BaseException) -> bool:
    """Whether the database could not be reached; a connection that fails names no file."""
    if isinstance(error, asyncpg.InterfaceError):
        return any(word in str(error) for word in LOST_CONNECTION)
    return isinstance(error, ABSENT) or (isinstance(error, OSError) and error.filename is None)
