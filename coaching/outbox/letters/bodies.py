"""A letter's body twice, as HTML and as text: first its words are rendered, then what fills them, escaped."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import css_inline
from markupsafe import Markup, escape

from coaching.kit import markdown
from coaching.kit.content import Page
from coaching.kit.pages.environment import TEMPLATES, template_named
from coaching.kit.words import _, spoken
from coaching.outbox.letters.mails import Mail
from coaching.outbox.letters.values import Frame, Letter, called, one_line

PLACEHOLDER = re.compile(r'\{(\w+)\}')
ADDRESS_OF_LINK = re.compile(r'<a href="[^"]*"')
HTML_PLACEHOLDER = re.compile(r'<p>\{(button|rows|words)\}</p>|\{(\w+)\}')


def filling(letter: Letter, frame: Frame) -> dict[str, str]:
    """What stands in place of each placeholder, as plain text in one line."""
    facts = {name: one_line(fact) for name, fact in letter.facts.items()}
    if 'colleague' in facts:
        facts['colleague'] = called(facts['colleague'], _('Somebody you know'))
    house = {'network': frame.network, 'help_line': frame.help_line or _('the person who invited you')}
    return {**facts, **letter.links, **house, 'name': called(letter.to_name, _('neighbor'))}


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A line of the head with its placeholders filled."""
    return one_line(PLACEHOLDER.sub(lambda found: facts[found[1]], text))


def body(letter: Letter, frame: Frame, page: Page[Mail], facts: Mapping[str, str]) -> Markup:
    """The HTML of the letter's own words, without what surrounds them."""

    def put(found: re.Match[str]) -> str:
        if found[2]:
            return escape(facts[found[2]])
        if found[1] == 'button':
            return Markup('<p class="button"><a href="{}">{}</a></p>').format(letter.button, page.head.button)
        return _rows(letter, frame) if found[1] == 'rows' else _framed(letter.words)

    return Markup(HTML_PLACEHOLDER.sub(put, page.html))


def without_addresses(page: Markup) -> Markup:
    """The same words; what leads somewhere is still seen to be a link."""
    return Markup(ADDRESS_OF_LINK.sub('<a', page))


def _rows(letter: Letter, frame: Frame) -> Markup:
    if not letter.rows:
        return Markup('<p><a href="{}">{}</a></p>').format(frame.page('/sessions'), _no_dates())
    return Markup('<ul>{}</ul>').format(
        Markup('').join(Markup('<li><a href="{}">{}</a></li>').format(row.url, one_line(row.words)) for row in letter.rows)
    )


def _framed(words: str) -> Markup:
    return Markup('<div class="words">{}</div>').format(markdown.render(_tidy(words))) if words.strip() else Markup('')


def _no_dates() -> str:
    return _('There are no dates yet. See our page in a few days.')


def _tidy(words: str) -> str:
    """A person's own words with the lines as they were typed, without signs that nobody can see."""
    lines = [''.join(sign for sign in line if sign.isprintable() or sign == '\t') for line in words.splitlines()]
    return re.sub(r'(?<=\S)\n(?=\S)', '  \n', '\n'.join(lines))


def html(letter: Letter, frame: Frame, page: Page[Mail], facts: Mapping[str, str]) -> str:
    """The whole letter as HTML with its style in each element, because mail programs drop everything else."""
    rendered = template_named('letters/letter.html').render(
        letter=letter,
        frame=frame,
        language=spoken(),
        subject=filled(page.head.subject, facts),
        preview=filled(page.head.preview, facts),
        why=filled(page.head.why, facts),
        body=body(letter, frame, page, facts),
    )
    return _inliner().inline(rendered)


@functools.cache
def _inliner() -> css_inline.CSSInliner:
    style = (TEMPLATES / 'letters' / 'letter.css').read_text(encoding='utf-8')
    return css_inline.CSSInliner(extra_css=style, load_remote_stylesheets=False)


def text(letter: Letter, frame: Frame, page: Page[Mail], facts: Mapping[str, str]) -> str:
    """The same letter for whoever reads without HTML."""
    dates = '\n'.join(f'- {one_line(row.words)}: {row.url}' for row in letter.rows) or f'{_no_dates()} {frame.page("/sessions")}'
    blocks = {'button': f'{page.head.button}:\n{letter.button}', 'rows': dates, 'words': markdown.plain(_tidy(letter.words))}
    said = PLACEHOLDER.sub(lambda found: {**blocks, **facts}[found[1]], markdown.plain(page.body))
    foot = [filled(page.head.why, facts)]
    if frame.help_line:
        foot.append(_('Questions? %(help_line)s', help_line=frame.help_line))
    pages = ((_('Help'), '/help'), (_('Privacy'), '/privacy'), (_('Accessibility'), '/accessibility'))
    foot += [f'{words}: {frame.page(path)}' for words, path in pages]
    if letter.stop_url:
        foot.append(_('Stop emails like this one, or all of them') + f': {letter.stop_url}')
    return re.sub(r'\n{3,}', '\n\n', said).strip() + '\n\n-- \n' + '\n'.join(foot) + '\n'
