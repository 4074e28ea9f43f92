"""Files that a person sends along."""

from __future__ import annotations

import dataclasses
from typing import Any

from coaching.kit.forms.base import Field, one_line
from coaching.kit.words import _, later

FILES: dict[str, Any] = {'files': 6}
"""Part of the `opt` of a handler that takes a file: `opt={**access.roles('trainer'), **forms.FILES}`; how many megabytes, with its form."""
LARGE_FILES: dict[str, Any] = {'files': 11}

MEGABYTE = 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name without folders, and its bytes."""

    name: str
    content: bytes = dataclasses.field(repr=False)

    @property
    def ending(self) -> str:
        """What its name ends in, such as csv; empty where there is none."""
        return self.name.rpartition('.')[2].lower() if '.' in self.name else ''


class FileField(Field):
    """A file of at most `megabytes`, whose name ends in one of `endings`, if any are given."""

    kind = 'file'
    missing = later('Choose a file')

    def __init__(
        self, label: str = '', validators: Any = None, *, endings: tuple[str, ...] = (), megabytes: int = 5, **others: Any
    ) -> None:
        super().__init__(label, validators, **others)
        self.endings = endings
        self.megabytes = megabytes

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first file.

        :raises ValueError: it is too large, empty or of another kind.
        """
        self.data = None
        files = [value for value in valuelist if isinstance(value, Upload)]
        if not files:
            return
        file = files[0]
        if self.endings and file.ending not in self.endings:
            raise ValueError(_('Choose a file that ends in %(endings)s', endings=', '.join(f'.{ending}' for ending in self.endings)))
        if len(file.content) > self.megabytes * MEGABYTE:
            raise ValueError(_('Choose a file of at most %(megabytes)s MB', megabytes=self.megabytes))
        if not file.content:
            raise ValueError(_('There is nothing in this file'))
        self.data = file

    def _value(self) -> str:
        return ''


def plain_name(name: str) -> str:
    """The name of a file without the folders that some browsers send along."""
    return one_line(name.replace('\\', '/').rpartition('/')[2])[:120]
