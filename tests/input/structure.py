"""What a page is made of, by the HTML parser: its elements, their attributes, and its forms; what it says is left out."""

from __future__ import annotations

import dataclasses
import html.parser
import re
from collections.abc import Callable
from urllib.parse import urlsplit

ADDRESSES = ('href', 'src', 'action', 'formaction', 'xlink:href', 'poster', 'data', 'srcset', 'background', 'ping', 'cite')
SCHEMES = ('', 'http', 'https', 'mailto', 'tel', 'webcal')
NEVER = frozenset({'iframe', 'object', 'embed', 'base', 'applet', 'frame', 'math', 'svg', 'style'})
OUR_FIGURES = {'aria-hidden': 'true', 'focusable': 'false'}
TYPED = frozenset({'text', 'search', 'email', 'date', 'time', ''})
VOID = frozenset({'input', 'br', 'meta', 'link', 'img', 'hr', 'wbr', 'col', 'source'})


@dataclasses.dataclass(slots=True)
class Form:
    """A form as a browser would send it; into the `typed` fields a person writes, and with one of the `buttons` it is sent."""

    method: str
    action: str
    fields: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    typed: list[str] = dataclasses.field(default_factory=list)
    files: list[str] = dataclasses.field(default_factory=list)
    buttons: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    boxes: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def filled(self, fill: Callable[[str, str], str]) -> list[tuple[str, str]]:
        """Everything that is sent, with `fill(name, what stands there)` in every field for text; of several boxes one is ticked."""
        known = {name for name, _value in self.fields}
        several = {name: value for name, value in reversed(self.boxes) if sum(name == one for one, _ in self.boxes) > 1}
        ticked = [(name, value) for name, value in several.items() if name not in known]
        return [(name, fill(name, value) if name in self.typed else value) for name, value in self.fields] + ticked


class Structure(html.parser.HTMLParser):
    """Reads a page once; `parts` are its tags in order, `faults` what must never stand in a page of ours."""

    def __init__(self, page: str, *, is_letter: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.faults: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.open: list[str] = []
        self._is_letter = is_letter
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._area = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or '' for name, value in attrs}
        where = '/'.join(self.open[-2:])
        self.parts.append(f'{where}<{tag} {" ".join(sorted(told))}>')
        if tag not in VOID:
            self.open.append(tag)
        self._look(tag, told)
        self._collect(tag, told)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f'</{tag}>')
        if tag in self.open:
            while self.open and self.open.pop() != tag:
                pass
        if tag == 'select' and self._select and self.forms:
            name, options = self._select
            chosen = next((value for value, is_chosen in options if is_chosen), options[0][0] if options else '')
            self.forms[-1].fields.append((name, chosen))
            self._select = None
        self._area = False

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            name, value = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, value + data.removeprefix('\n'))

    def handle_comment(self, data: str) -> None:
        self.parts.append('<!-- -->')

    def unknown_decl(self, data: str) -> None:
        self.parts.append('<![')

    def _look(self, tag: str, told: dict[str, str]) -> None:
        if tag in NEVER and not (self._is_letter and tag == 'style') and not (tag == 'svg' and told.items() >= OUR_FIGURES.items()):
            self.faults.append(f'<{tag}>')
        for name, value in told.items():
            if name.startswith('on') or name in ('style', 'srcdoc') and not self._is_letter:
                self.faults.append(f'<{tag} {name}={value[:60]!r}>')
            scheme = urlsplit(re.sub(r'[\s\x00-\x1f]', '', value)).scheme.lower() if name in ADDRESSES else ''
            if scheme not in SCHEMES and value != 'data:,':
                self.faults.append(f'<{tag} {name}={value[:60]!r}>')
        if tag == 'script' and not re.fullmatch(r'/static/[\w.-]+', told.get('src', '')):
            self.faults.append(f'<script {told}>')
        if tag in ('img', 'link', 'source') and urlsplit(told.get('src', told.get('href', ''))).netloc:
            self.faults.append(f'<{tag}> of another house')
        if tag == 'form' and not re.match(r'/(?!/)', told.get('action', '/')):
            self.faults.append(f'<form action={told["action"][:60]!r}>')

    def _collect(self, tag: str, told: dict[str, str]) -> None:
        if tag == 'a':
            self.links.append(told.get('href', ''))
        elif tag == 'form':
            self.forms.append(Form(told.get('method', 'get').lower(), told.get('action', '')))
        elif self.forms and tag == 'button' and told.get('type', 'submit') == 'submit':
            self.forms[-1].buttons.append((told.get('name', ''), told.get('value', '')))
        elif self.forms and told.get('name') and tag in ('input', 'textarea', 'select'):
            self._field(tag, told)
        elif tag == 'option' and self._select:
            self._select[1].append((told.get('value', ''), 'selected' in told))

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], told['name'], told.get('type', '')
        if tag == 'select':
            self._select = (name, [])
        elif tag == 'textarea':
            form.fields.append((name, ''))
            form.typed.append(name)
            self._area = True
        elif kind == 'file':
            form.files.append(name)
        elif kind in ('radio', 'checkbox'):
            form.boxes.append((name, told.get('value', 'on')))
            if 'checked' in told:
                form.fields.append((name, told.get('value', 'on')))
        else:
            form.fields.append((name, told.get('value', '')))
            if kind in TYPED:
                form.typed.append(name)


def difference(page: str, other: str) -> str:
    """The first part in which two pages differ; '' where they are built alike."""
    one, two = Structure(page).parts, Structure(other).parts
    for number, (mine, theirs) in enumerate(zip(one, two, strict=False)):
        if mine != theirs:
            return f'part {number}: {mine}, not {theirs}; before: {one[max(0, number - 3) : number]}'
    return '' if len(one) == len(two) else f'{len(one)} parts, not {len(two)}: {(one + two)[min(len(one), len(two)) :][:3]}'
