"""The frame of every page: small, readable in both themes, nothing inline, and no part that an old phone would drop."""

from __future__ import annotations

import pathlib
import re

import pytest

from coaching.kit.assets import assets
from coaching.kit.pages.environment import environment

ROOT = pathlib.Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / 'templates').rglob('*.html'))
PAGES = [path for path in TEMPLATES if path.parent != ROOT / 'templates/letters']
STYLES = sorted((ROOT / 'coaching/static/css').glob('*.css'))
LONGEST = 250
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    *((ink, ground, TEXT) for ink in ('ink', 'ink-2', 'link', 'warn') for ground in ('paper', 'card', 'sunk')),
    *(('on-brand', ground, TEXT) for ground in ('brand', 'brand-hover')),
    *((status, f'{status}-ground', TEXT) for status in ('done', 'now', 'warn', 'info')),
    *(('ink', f'{status}-ground', TEXT) for status in ('done', 'now', 'warn', 'info')),
    *(('link', f'{status}-ground', TEXT) for status in ('done', 'info')),
    ('on-mark', 'mark', TEXT),
    ('card', 'done', TEXT),
    *((edge, ground, EDGE) for edge in ('edge', 'brand', 'warn', 'before', 'after') for ground in ('paper', 'card')),
    ('edge', 'sunk', EDGE),
    ('done', 'done-ground', EDGE),
    *(('focus', ground, EDGE) for ground in ('paper', 'card', 'sunk', 'done-ground', 'info-ground')),
]


def colours(theme: str) -> dict[str, str]:
    """The tokens of one theme, as 1-tokens.css has them; what dark does not say is as in light."""
    light, _, dark = (ROOT / 'coaching/static/css/1-tokens.css').read_text().partition('@media')
    found = dict(re.findall(r'--([a-z0-9-]+): (#[0-9a-f]{6});', light))
    return found | (dict(re.findall(r'--([a-z0-9-]+): (#[0-9a-f]{6});', dark)) if theme == 'dark' else {})


def brightness(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast('#ffffff', '#000000') == pytest.approx(21)
    assert contrast('#777777', '#ffffff') == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize('theme', ['light', 'dark'])
def test_every_pair_of_colours_can_be_read(theme: str):
    token = colours(theme)
    found = {(one, ground, least): contrast(token[one], token[ground]) for one, ground, least in PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < pair[2]} == {}


def test_colours_stand_among_the_tokens_only():
    """What is printed has its own."""
    others = [path for path in STYLES if path.name not in ('1-tokens.css', '9-print.css')]
    assert [path.name for path in others if re.search(r'#[0-9a-fA-F]{3,8}\b|rgba?\(', path.read_text())] == []


@pytest.mark.parametrize('path', STYLES, ids=lambda path: path.name)
def test_an_old_phone_understands_every_rule(path: pathlib.Path):
    style = re.sub(r'/\*.*?\*/', '', path.read_text(), flags=re.DOTALL)
    assert [word for word in ('@layer', 'light-dark(', '@container', ':has(', '@scope', 'color-mix(', '&') if word in style] == []
    assert nested(style) == []
    assert re.findall(r'(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right):|text-align: (?:left|right)', style) == []


def nested(style: str) -> list[str]:
    """Rules that stand in a rule; one in a condition (@media, @supports) is none."""
    found, open_rules = [], []
    for before, mark in re.findall(r'([^{};]*)([{};])', style):
        if mark == '{':
            if any(not name.startswith('@') for name in open_rules):
                found.append(before.strip())
            open_rules.append(before.strip())
        elif mark == '}':
            open_rules.pop()
    return found


def test_a_nested_rule_would_be_found():
    assert nested('@media print { a { color: red; } } ul { li { margin: 0; } }') == ['li']


def test_the_budgets_hold():
    packed = {name: len(asset.packed) for name, asset in assets().items()}
    assert packed['app.css'] <= 8 * 1024
    assert packed['app.js'] <= 4 * 1024


def test_no_template_is_long():
    assert [str(path.relative_to(ROOT)) for path in TEMPLATES if len(path.read_text().splitlines()) > LONGEST] == []


@pytest.mark.parametrize('path', TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / 'templates')))
def test_a_template_compiles(path: pathlib.Path):
    environment().get_template(str(path.relative_to(ROOT / 'templates')))


INLINE = re.compile(r'<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+="|javascript:|https?://[a-z]')


@pytest.mark.parametrize('path', PAGES, ids=lambda path: str(path.relative_to(ROOT / 'templates')))
def test_a_page_has_nothing_inline_and_asks_nobody_else(path: pathlib.Path):
    assert INLINE.findall(re.sub(r'\{#.*?#\}', '', path.read_text(), flags=re.DOTALL)) == []


@pytest.mark.parametrize('path', PAGES, ids=lambda path: str(path.relative_to(ROOT / 'templates')))
def test_a_form_leaves_its_mistakes_to_us(path: pathlib.Path):
    text = path.read_text()
    ours = [form for form in re.findall(r'<form[^>]*>', text) if 'role="search"' not in form and 'method="get"' not in form]
    assert [form for form in ours if not ('method="post"' in form and 'novalidate' in form)] == []
    assert re.findall(r'\s(?:required|pattern|placeholder|disabled)(?=[\s=>])', text) == []


def test_every_macro_is_in_the_list_of_macros():
    told = set(re.findall(r'`(?:\{% call )?([a-z_]+)\(', (ROOT / 'templates/parts/README.md').read_text()))
    made = {name for path in (ROOT / 'templates/parts').glob('*.html') for name in re.findall(r'\{% macro ([a-z]\w*)', path.read_text())}
    assert made - told == {'languages', 'navigation'}
    assert told - made - {'url', 'fragment_asked'} == set()
