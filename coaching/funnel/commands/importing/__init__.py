"""People and what they attended before come in from a file: all of it in one transaction, and out again as one for 30 days."""

from coaching.funnel.commands.importing.making import make
from coaching.funnel.commands.importing.settling import bring_in, settle, settle_undone
from coaching.funnel.commands.importing.undoing import undo
from coaching.funnel.commands.importing.uploading import Uploaded, choose, forget, forget_contents, keep_mapping, say_kind, tool_of, upload

__all__ = [
    'Uploaded', 'bring_in', 'choose', 'forget', 'forget_contents', 'keep_mapping', 'make', 'say_kind', 'settle', 'settle_undone', 'tool_of',
    'undo', 'upload',
]  # fmt: skip
