"""Folders that the database's own user can pass through, which pytest's own are not where root runs the tests."""

import pathlib
import shutil
import tempfile
from collections.abc import Iterator

import pytest


@pytest.fixture
def open_folder() -> Iterator[pathlib.Path]:
    """A fresh folder that everybody may enter."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix='cafe-kit-'))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
