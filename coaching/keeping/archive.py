"""The file of a backup: a zip with a manifest and one member for each table, in PostgreSQL's text form of COPY."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import zipfile

PRODUCT = 'Café Path'
MANIFEST = 'manifest.json'


class NotABackup(Exception):
    """The file is none of ours, damaged, or of a version that this one does not know; the message says which."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """One table in a backup: its columns in order, how many rows, the SHA-256 of its text in the order of its key.

    `last` is the highest number that its rows were ever given, 0 where it gives none.
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    digest: str
    last: int = 0

    @property
    def member(self) -> str:
        """Where its rows stand in the zip."""
        return f'{self.name}.copy'


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `level` is the newest migration, `made_at` an ISO moment in UTC."""

    level: str
    made_at: str
    tables: tuple[Kept, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def text(self) -> str:
        return json.dumps({'product': PRODUCT, **dataclasses.asdict(self)}, indent=1)


def read_manifest(path: pathlib.Path) -> Manifest:
    """What the file says of itself.

    :raises NotABackup: with the sentence for the person who asked
    """
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(MANIFEST))
        if told.pop('product') != PRODUCT:
            raise NotABackup(f'{path} is not a backup of {PRODUCT}.')
        tables = tuple(Kept(**{**table, 'columns': tuple(table['columns'])}) for table in told['tables'])
        return Manifest(str(told['level']), str(told['made_at']), tables)
    except FileNotFoundError as error:
        raise NotABackup(f'There is no file {path}.') from error
    except (zipfile.BadZipFile, AttributeError, KeyError, TypeError, ValueError, OSError) as error:
        raise NotABackup(f'{path} is not a whole backup of {PRODUCT}.') from error
