"""People and what they attended before come in from a file: all of it in one transaction, and out again as one for 30 days."""

from coaching.funnel.commands.importing.making import make
from coaching.funnel.commands.importing.undoing import undo
from coaching.funnel.commands.importing.uploading import Uploaded, choose, forget, forget_contents, upload

__all__ = ['Uploaded', 'choose', 'forget', 'forget_contents', 'make', 'undo', 'upload']
