"""Every sentence that code and templates say, and what a language does not say yet."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[3]
KEYWORDS = {'_': None, 'later': None, 'gettext': None, 'n_': (1, 2), 'ngettext': (1, 2)}
PLACEHOLDER = re.compile(r'%\((\w+)\)[sd]')
LONELY_PERCENT = re.compile(r'%(?!%|\(\w+\)[sd])')
TEMPLATES = frozenset({'.html', '.svg', '.txt', '.xml'})
TAG = re.compile(r'</?[a-z][^>]*>')


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it is said; `many` where it has a plural."""

    one: str
    many: str | None
    places: tuple[str, ...]

    @property
    def msgid(self) -> str | tuple[str, str]:
        """The key as catalogs have it."""
        return self.one if self.many is None else (self.one, self.many)

    def entry(self, translations: int) -> str:
        """The sentence as an entry of a .po file that waits for its translation."""
        lines = [f'#: {place}' for place in self.places] + [f'msgid {_quoted(self.one)}']
        if self.many is None:
            return '\n'.join([*lines, 'msgstr ""', ''])
        lines.append(f'msgid_plural {_quoted(self.many)}')
        return '\n'.join([*lines, *(f'msgstr[{index}] ""' for index in range(translations)), ''])


def gather(root: Path = ROOT) -> list[Sentence]:
    """Every sentence of `coaching/**/*.py` (marked ones and the members of a Reason) and of `templates/**`."""
    said: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for path in sorted((root / 'coaching').rglob('*.py')):
        for one, many in [*_marked(path), *((sentence, None) for sentence in reasons(path))]:
            said[one, many].append(path.relative_to(root).as_posix())
    for path in sorted(path for path in (root / 'templates').rglob('*') if path.suffix in TEMPLATES):
        for one, many in _in_template(path):
            said[one, many].append(path.relative_to(root).as_posix())
    return [Sentence(one, many, tuple(dict.fromkeys(places))) for (one, many), places in said.items()]


def _marked(path: Path) -> list[tuple[str, str | None]]:
    with path.open('rb') as source:
        return [_pair(found[1]) for found in extract('python', source, keywords=KEYWORDS)]


def _in_template(path: Path) -> list[tuple[str, str | None]]:
    options = {'trimmed': 'true', 'newstyle_gettext': 'true', 'silent': 'false', 'extensions': 'jinja2.ext.do'}
    with path.open('rb') as source:
        found = [(name, words) for _line, name, words, _notes in babel_extract(source, list(KEYWORDS), (), options)]
    return [_pair(words if name in ('n_', 'ngettext') else (words[0] if isinstance(words, tuple) else words)) for name, words in found]


def _pair(words: str | tuple[str | None, ...] | None) -> tuple[str, str | None]:
    if isinstance(words, tuple):
        return str(words[0]), str(words[1])
    return str(words), None


def reasons(path: Path) -> list[str]:
    """The sentences of the classes that this file derives from Reason."""
    tree = ast.parse(path.read_text(encoding='utf-8'), str(path))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and any(_is_reason(base) for base in node.bases)]
    return [
        line.value.value
        for node in classes
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
    ]


def _is_reason(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id == 'Reason' or isinstance(base, ast.Attribute) and base.attr == 'Reason'


def untranslated(sentences: list[Sentence], catalog: Catalog) -> list[Sentence]:
    """The sentences that this language does not say, or says in one number only."""
    return [sentence for sentence in sentences if not _complete(catalog, sentence)]


def _complete(catalog: Catalog, sentence: Sentence) -> bool:
    entry = catalog.get(sentence.msgid)
    if entry is None or entry.fuzzy or (sentence.many is not None and isinstance(entry.id, str)):
        return False
    return all(entry.string) if isinstance(entry.string, tuple) else bool(entry.string)


def stale(sentences: list[Sentence], catalog: Catalog) -> list[str]:
    """What this language says that nobody asks for any more."""
    said = {sentence.one for sentence in sentences}
    return sorted(key for entry in catalog if (key := entry.id if isinstance(entry.id, str) else entry.id[0]) and key not in said)


def unlike(sentences: list[Sentence], catalog: Catalog) -> list[str]:
    """Translations whose placeholders or tags are not those of the sentence, and sentences with a sign of percent alone."""
    lonely = [sentence.one for sentence in sentences if LONELY_PERCENT.search(sentence.one.replace('%%', ''))]
    found = [f'{one!r}: write %% for a sign of percent' for one in lonely]
    for sentence in sentences:
        entry = catalog.get(sentence.msgid)
        if entry is None or not entry.string:
            continue
        allowed = _marks(sentence.one) | (_marks(sentence.many) if sentence.many else set())
        needed = _marks(sentence.many or sentence.one) - ({'n', 'num'} if sentence.many else set())
        for text in (entry.string,) if isinstance(entry.string, str) else entry.string:
            if (text and not needed <= _marks(text) <= allowed) or LONELY_PERCENT.search(text.replace('%%', '')):
                found.append(f'{sentence.one!r} and {text!r} differ in placeholders or tags')
    return found


def _marks(text: str) -> set[str]:
    return {*PLACEHOLDER.findall(text), *TAG.findall(text)}


def _quoted(text: str) -> str:
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') + '"'
