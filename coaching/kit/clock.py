"""The one place where the time is asked for, so that a test can say what time it is."""

from __future__ import annotations

import datetime


def now() -> datetime.datetime:
    """The present moment, aware, in UTC. Only pages, jobs and the command line ask; commands are told."""
    return datetime.datetime.now(datetime.UTC)
