"""Guides that are read instead of ours: a copy of the tree, to be changed by whoever asks for it."""

from __future__ import annotations

import functools
import re
import shutil
from pathlib import Path

import pytest

from coaching.guides import definition
from coaching.guides.definition import FOLDER
from coaching.kit import content
from coaching.kit.pages import remembering
from coaching.kit.words import LANGUAGES


class Shelf:
    """A copy of guides and paths; what was read of it is forgotten after each change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for language in LANGUAGES:
            for folder in (FOLDER, 'path'):
                shutil.copytree(content.CONTENT / language / folder, root / language / folder)

    def path(self, slug: str, language: str) -> Path:
        return self.root / language / FOLDER / f'{slug}.md'

    def revise(self, slug: str, language: str, was: str, now: str) -> None:
        """Write a guide anew, with one more revision."""
        path = self.path(slug, language)
        text = path.read_text(encoding='utf-8')
        assert was in text
        found = re.search(r'^revision: (\d+)$', text, re.MULTILINE)
        assert found
        path.write_text(text.replace(was, now).replace(found[0], f'revision: {int(found[1]) + 1}'), encoding='utf-8')
        self.forget()

    def take(self, slug: str, *languages: str) -> None:
        """Take a guide off the shelf, in these languages."""
        for language in languages:
            self.path(slug, language).unlink()
        self.forget()

    def forget(self) -> None:
        content.load.cache_clear()
        definition._all.cache_clear()
        remembering.forget()


@pytest.fixture
def our_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A shelf of one's own for one test."""
    made = Shelf(tmp_path / 'content')
    monkeypatch.setattr(content, 'load', functools.update_wrapper(functools.partial(content.load, root=made.root), content.load))
    monkeypatch.setattr(content, 'names', functools.partial(content.names, root=made.root))
    monkeypatch.setattr(content.load, 'cache_clear', content.load.func.cache_clear, raising=False)
    made.forget()
    yield made
    made.forget()
