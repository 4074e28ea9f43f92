"""Words that editors keep: Markdown with a head of YAML, one tree a language, read strictly and held to each other.

A key that no one knows, a page without its translation, a placeholder or a link that only one language has: each is an error that
names the file. `content/README.md` is for the editors.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
import yaml
from markupsafe import Markup, escape

import coaching
from coaching.kit import markdown, words

CONTENT = Path(__file__).parents[2] / 'content'
NO_LANGUAGE = frozenset({'demo'})
PLACEHOLDER = re.compile(r'\{(\w+)\}')
ANCHOR = re.compile(r'#.*')  # a place on a page is called in the words of its language
SLUG = re.compile(r'[a-z0-9]+(-[a-z0-9]+)*')


class WrongContent(Exception):
    """Content that cannot be used; each line names a file and says what is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__('\n'.join(faults))
        self.faults = faults


Head = TypeVar('Head', bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Page(Generic[Head]):
    """One page in one language: what its head says, and its body as Markdown."""

    slug: str
    language: str
    head: Head
    body: str

    @property
    def html(self) -> Markup:
        """The body as safe HTML."""
        return markdown.render(self.body)

    def html_with(self, facts: Mapping[str, str], address: Callable[[str], str] | None = None) -> Markup:
        """The body with its placeholders filled, escaped, and with our own pages as `address` gives them, such as /es/help."""
        return Markup(PLACEHOLDER.sub(lambda found: escape(facts[found[1]]), markdown.render(self.body, address)))

    @property
    def texts(self) -> list[str]:
        """Every text of the page: the words of its head, then its body."""
        return [*_texts(msgspec.to_builtins(self.head)), self.body]

    @property
    def placeholders(self) -> frozenset[str]:
        """The names that stand in braces anywhere on the page, in links too."""
        return frozenset(name for text in self.texts for name in PLACEHOLDER.findall(text))


Follows = Callable[[Page[Any], Page[Any]], bool]


@dataclass(frozen=True, slots=True)
class _Folder:
    """What is kept about a folder of the tree: the form of its heads, and what else must hold of its pages."""

    form: type[msgspec.Struct]
    faults: Callable[[Mapping[str, Mapping[str, Page[Any]]]], list[str]] | None
    follows: Follows | None


FOLDERS: dict[str, _Folder] = {}


def keep(folder: str, form: type[msgspec.Struct], faults: Callable[[Any], list[str]] | None = None, follows: Follows | None = None) -> None:
    """Say once, where the module is read, which form the pages of a folder have and what else `check_all` shall ask of them.

    Where translations may come later, `follows` says of a translation and its English page whether it says the same by now; one that
    does not, or that is not there yet, is no fault.
    """
    FOLDERS[folder] = _Folder(form, faults, follows)


@functools.lru_cache(maxsize=64)
def load(folder: str, form: type[Head], root: Path = CONTENT) -> dict[str, dict[str, Page[Head]]]:
    """The pages of a folder by slug and language; read once for each process.

    :raises WrongContent: with every fault of the folder.
    """
    faults: list[str] = []
    pages: dict[str, dict[str, Page[Head]]] = {}
    for language in words.LANGUAGES:
        for path in sorted((root / language / folder).glob('*.md')):
            try:
                pages.setdefault(path.stem, {})[language] = _read(path, language, form, root)
            except ValueError as wrong:
                faults.append(f'{path.relative_to(root).as_posix()}: {wrong}')
    if not faults:
        kept = FOLDERS.get(folder)
        follows = kept.follows if kept and kept.form is form else None
        faults = [fault for slug in pages for fault in _unlike(folder, slug, pages[slug], follows)]
    if faults:
        raise WrongContent(faults)
    return pages


def said(pages: Mapping[str, Page[Head]]) -> Page[Head]:
    """The page in the language that is spoken now."""
    return pages[words.language()]


def names(folder: str, root: Path = CONTENT) -> list[str]:
    """The names of a folder's pages, for those who may know that a page exists and not what is in it."""
    return sorted(path.stem for path in (root / words.ENGLISH / folder).glob('*.md'))


def told_alike(folder: str, slug: str, languages: Mapping[str, Page[Any]], keys: Iterable[str]) -> list[str]:
    """What is wrong where keys that are no words differ between the languages."""
    measure = languages[words.ENGLISH].head
    return [
        f'{code}/{folder}/{slug}.md: {key}: {getattr(page.head, key)}; in English: {getattr(measure, key)}'
        for code, page in languages.items()
        for key in keys
        if getattr(page.head, key) != getattr(measure, key)
    ]


def check_all(root: Path = CONTENT) -> list[str]:
    """Every fault of the whole tree, none if it may go out."""
    _read_all_modules()
    bare = [language for language in words.LANGUAGES if not (root / language).is_dir()]
    faults = [f'{language}/: this language has words in the catalogs, but no content' for language in bare]
    for tree in sorted(path for path in root.iterdir() if path.is_dir() and path.name not in NO_LANGUAGE):
        if tree.name not in words.LANGUAGES:
            faults.append(f'{tree.name}/: no language of ours has this code')
        for path in sorted(tree.iterdir()):
            if path.name not in FOLDERS:
                faults.append(f'{path.relative_to(root).as_posix()}: nothing reads this')
    for name, folder in sorted(FOLDERS.items()):
        try:
            pages = load(name, folder.form, root)
        except WrongContent as wrong:
            faults += wrong.faults
        else:
            faults += folder.faults(pages) if folder.faults else []
    return faults


def _read_all_modules() -> None:
    """Each folder is made known by the module that reads it, wherever that stands."""
    for module in pkgutil.walk_packages(coaching.__path__, 'coaching.'):
        if not module.name.endswith('__main__'):
            importlib.import_module(module.name)


class _Loader(yaml.SafeLoader):
    """YAML in which a key may stand once."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _value in node.value]
    for key, times in Counter(map(str, keys)).items():
        if times > 1:
            raise ValueError(f'{key} stands twice')
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _read(path: Path, language: str, form: type[Head], root: Path) -> Page[Head]:
    if not SLUG.fullmatch(path.stem):
        raise ValueError('a name has small letters, figures and single dashes only')
    text = path.read_text(encoding='utf-8')
    found = re.fullmatch(r'---\n(.*?\n)---\n(.*)', text, re.DOTALL)
    if found is None:
        raise ValueError('begin with a line ---, the keys, and another line ---')
    try:
        head = msgspec.convert(yaml.load(found[1], _Loader), _strict(form))
    except (msgspec.ValidationError, yaml.YAMLError) as wrong:
        raise ValueError(' '.join(str(wrong).split())) from wrong
    return Page(path.stem, language, head, found[2].strip() + '\n')


def _strict(form: type[Head]) -> type[Head]:
    if not form.__struct_config__.forbid_unknown_fields:
        raise TypeError(f'{form.__name__} must forbid unknown fields')
    return form


def _unlike(folder: str, slug: str, pages: Mapping[str, Page[Any]], follows: Follows | None) -> list[str]:
    """Where a page's languages differ in more than their words; English gives the measure."""
    name = f'{folder}/{slug}.md'
    if words.ENGLISH not in pages:
        return [f'{language}/{name}: there is no English page of this name' for language in pages]
    english, faults = pages[words.ENGLISH], []
    for language in words.LANGUAGES:
        if language not in pages:
            faults += [] if follows else [f'{language}/{name}: is missing']
            continue
        if follows and not follows(pages[language], english):
            continue
        for what, of in MEASURES.items():
            own, measure = of(pages[language]), of(english)
            if own != measure:
                faults.append(f'{language}/{name}: {what}: {_written(own)}; in English: {_written(measure)}')
    return faults


def _written(value: Any) -> str:
    return ', '.join(map(str, value)) or 'none' if isinstance(value, list) else str(value)


MEASURES: dict[str, Callable[[Page[Any]], Any]] = {
    'keys': lambda page: _shape(msgspec.to_builtins(page.head)),
    'placeholders in the head': lambda page: sorted({name for text in page.texts[:-1] for name in PLACEHOLDER.findall(text)}),
    'placeholders': lambda page: sorted(set(PLACEHOLDER.findall(page.body))),
    'links': lambda page: sorted(ANCHOR.sub('#', link) for link in markdown.links(page.body)),
}


def _shape(value: Any) -> Any:
    """Everything about a head but its words: which texts are empty, how long lists are, and all other values."""
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return ('words' if value else 'no words') if isinstance(value, str) else value


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []
