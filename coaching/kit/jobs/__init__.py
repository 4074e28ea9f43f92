"""What is done behind the pages: arq behind a door of our own, and the clock.

PostgreSQL knows what is to be done; Redis only says that it is time to look. Every worker also looks by itself, so that a Redis that
is stopped, frozen or emptied makes things slower and never wrong.
"""

from coaching.kit.jobs.bell import Bell
from coaching.kit.jobs.clockwork import Clockwork, Tick
from coaching.kit.jobs.resting import rest
from coaching.kit.jobs.worker import answer

__all__ = ['Bell', 'Clockwork', 'Tick', 'answer', 'rest']
