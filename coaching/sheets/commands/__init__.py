"""Files about teams come in: all of it in one transaction, and out again as one for 30 days."""

from coaching.sheets.commands.making import make
from coaching.sheets.commands.undoing import undo
from coaching.sheets.commands.uploading import choose, say_kind, upload

__all__ = ['choose', 'make', 'say_kind', 'undo', 'upload']
