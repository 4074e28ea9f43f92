"""Markdown into safe HTML, and into the plain text that goes beside it in a letter.

Raw HTML is text here, links lead where they say, and nothing is fetched from anyone else's server.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

SCHEMES = frozenset({'http', 'https', 'mailto', 'tel'})
TAGS = (
    {'a', 'blockquote', 'br', 'code', 'dd', 'dl', 'dt', 'em', 'hr', 'img', 'li', 'ol', 'p', 'pre', 'section', 'strong', 'sup', 'ul'}
    | {'h1', 'h2', 'h3', 'h4', 'h5', 'h6'}
    | {'table', 'tbody', 'td', 'th', 'thead', 'tr'}
)
ATTRIBUTES = {
    'a': {'href', 'title', 'id', 'class'},
    'img': {'src', 'alt'},
    'ol': {'start', 'class'},
    **{tag: {'id', 'class'} for tag in ('h2', 'h3', 'hr', 'li', 'section', 'sup')},
}
MOST_NESTED = 10
PLACEHOLDER_IN_LINK = re.compile(r'%7B(\w+)%7D', re.IGNORECASE)
OWN_LINK = re.compile(r'href="(/[^"]*)"')


def leads_somewhere(url: str) -> bool:
    """Whether a link may stand: a known scheme, a page of ours, a place on this page, or a placeholder; never //elsewhere."""
    bare = re.sub(r'[\x00-\x20\x7f]', '', url)
    if bare.startswith(('//', '/\\', '\\')):
        return False
    scheme, colon, _rest = bare.partition(':')
    return not colon or scheme.lower() in SCHEMES or bool(re.search(r'[/?#]|%7B', scheme))


def _slug(title: str) -> str:
    bare = ''.join(letter for letter in unicodedata.normalize('NFKD', title) if not unicodedata.combining(letter))
    return 'at-' + (re.sub(r'[^\w]+', '-', bare.lower()).strip('-') or 'heading')


def _image(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    image = tokens[index]
    words = escape(image.content)
    source = str(image.attrGet('src') or '')
    return f'<img src="{escape(source)}" alt="{words}">' if source.startswith('/') else str(words)


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt('commonmark', {'html': False, 'maxNesting': MOST_NESTED}).enable('table')
    parser.use(anchors_plugin, min_level=2, max_level=3, slug_func=_slug).use(deflist_plugin).use(footnote_plugin)
    parser.disable(['html_block', 'html_inline', 'footnote_inline'])
    parser.validateLink = leads_somewhere  # type: ignore[method-assign]
    parser.add_render_rule('image', _image)
    return parser


@functools.cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)


def _parsed(text: str) -> list[Token]:
    """The tokens; where every eighth sign opens a bracket nobody wrote a text, and each bracket would cost a search to its end."""
    if text.count('[') * 8 > len(text) + 2000:
        text = text.replace('[', '\\[')
    return _parser().parse(text, {})


@functools.lru_cache(maxsize=512)
def _rendered(text: str) -> str:
    return PLACEHOLDER_IN_LINK.sub(r'{\1}', _cleaner().clean(_parser().renderer.render(_parsed(text), _parser().options, {})))


def render(text: str, address: Callable[[str], str] | None = None) -> Markup:
    """Safe HTML. `address` may turn a page of ours ('/help') into where it stands for the reader ('/es/help')."""
    html = _rendered(text)
    if address is not None:
        html = OWN_LINK.sub(lambda found: f'href="{escape(address(Markup(found[1]).unescape()))}"', html)
    return Markup(html)


def links(text: str) -> list[str]:
    """Where the links of a text lead, in their order; a placeholder in a link stays {name}."""
    found = [child for token in _parsed(text) for child in token.children or () if child.type == 'link_open']
    return [PLACEHOLDER_IN_LINK.sub(r'{\1}', str(link.attrGet('href'))) for link in found]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text, and where on the page a link finds it; only the second and the third level have such a place."""

    level: int
    words: str
    anchor: str


def headings(text: str) -> list[Heading]:
    """The headings of a text, in their order."""
    tokens = _parsed(text)
    return [
        Heading(int(token.tag[1]), ''.join(child.content for child in tokens[at + 1].children or ()), str(token.attrGet('id') or ''))
        for at, token in enumerate(tokens)
        if token.type == 'heading_open'
    ]


def images(text: str) -> list[str]:
    """Where the pictures of a text would come from, in their order."""
    return [str(child.attrGet('src') or '') for token in _parsed(text) for child in token.children or () if child.type == 'image']


@functools.lru_cache(maxsize=512)
def plain(text: str) -> str:
    """The same text for a reader without HTML: paragraphs apart, lists with marks, links with their <address>."""
    said: list[tuple[str, bool]] = []
    lists: list[int | None] = []
    mark = ''
    for token in _parsed(text):
        if token.type in ('bullet_list_open', 'ordered_list_open'):
            lists.append(int(token.attrGet('start') or 1) if token.type == 'ordered_list_open' else None)
        elif token.type in ('bullet_list_close', 'ordered_list_close'):
            lists.pop()
        elif token.type == 'list_item_open':
            number = lists[-1]
            mark = '  ' * (len(lists) - 1) + ('- ' if number is None else f'{number}. ')
            lists[-1] = None if number is None else number + 1
        elif token.type == 'inline':
            said.append((mark + _line(token.children or []), bool(mark)))
            mark = ''
        elif token.type in ('fence', 'code_block'):
            said.append((token.content.rstrip('\n'), False))
        elif token.type == 'hr':
            said.append(('-' * 10, False))
    return _joined(said)


def _joined(said: list[tuple[str, bool]]) -> str:
    """Blocks apart by an empty line; the points of a list follow each other."""
    text, before = '', False
    for block, is_point in said:
        text += ('\n' if is_point and before else '\n\n') + block
        before = is_point
    return text.strip('\n')


def _line(children: list[Token]) -> str:
    said: list[str] = []
    opened: list[tuple[int, str]] = []
    for child in children:
        if child.type == 'link_open':
            opened.append((len(said), PLACEHOLDER_IN_LINK.sub(r'{\1}', str(child.attrGet('href')))))
        elif child.type == 'link_close':
            start, url = opened.pop()
            words = ''.join(said[start:])
            said[start:] = [url if words == url else f'{words} <{url}>']
        else:
            said.append({'softbreak': ' ', 'hardbreak': '\n'}.get(child.type, child.content))
    return ''.join(said)
