"""What is asked of every page finds what it is there to find."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.browser.harness import Hand, Keyboard, Weights, axe_faults, layout_faults, looks, visit

FRAME = (
    '<!doctype html><html lang="en" dir="ltr"><title>{title}</title><a href="#main">Skip</a>'
    '<header></header><main id="main"><div role="status"></div><h1>Fridays</h1>{body}</main><footer></footer></html>'
)
FAULTS = {
    '<p><button>Go</button></p>': 'button "Go" is',
    '<p style="white-space: nowrap">{}</p>'.format('Fridays at noon ' * 20): 'stick out',
    '<p><small>Read me</small></p>': 'text of 13.3 px',
    '<svg viewBox="0 0 100 10" width="50"><text y="9" font-size="16">May</text></svg>': 'text of 8.0 px',
    '<form><input id="a" aria-label="Name" required></form>': 'lets the browser complain',
    '<input id="a" aria-label="Name" required>': 'has required',
    '<input id="a" name="email">': 'has no label',
    '<label for="a">Email</label><input id="a" type="email">': 'has no autocomplete',
    '<label for="a">Email</label><input id="a" placeholder="ana@example.org">': 'has a placeholder',
    '<h3>Over</h3>': 'a heading of order 3 after 1',
    '<h1>Again</h1>': '2 headings of the first order',
    '<p class="err">Error: Write a name</p>': 'mistakes, and no list of them',
    '<p id="main">Twice</p>': 'the id main stands twice',
    '<a href="#x" style="outline: none">Look</a>': 'shows no ring',
    '<p><a href="#x">One</a></p><p style="position: fixed; inset: 0; background: white">Over all</p>': 'is covered by',
    '<p style="height: 24px; overflow: hidden">{}</p>'.format('Fridays at noon. ' * 40): 'text is cut off',
    '<p style="position: relative; top: 4em"><a href="#x">One</a></p><p><a href="#y">Two</a></p>': 'the focus goes up',
}


async def shown(chromium: Browser, body: str, title: str = 'Fridays – Café Path'):
    page = (await visit(chromium, 'http://localhost')).page
    await page.set_content(FRAME.format(body=body, title=title))
    return page


@pytest.mark.parametrize(('body', 'fault'), FAULTS.items(), ids=FAULTS.values())
async def test_a_fault_is_found(chromium: Browser, body: str, fault: str):
    page = await shown(chromium, body)
    found = await layout_faults(page)
    assert [one for one in found if fault in one] != []
    await page.context.close()


async def test_a_title_that_is_not_the_heading_is_found(chromium: Browser):
    page = await shown(chromium, '', title='Café Path')
    assert [fault for fault in await layout_faults(page) if 'title' in fault] == ['the title "Café Path" is not "Fridays – …"']


async def test_a_link_within_a_sentence_may_be_as_high_as_its_line(chromium: Browser):
    page = await shown(chromium, '<p>Come <a href="#x">on Friday</a> at noon.</p>')
    assert [fault for fault in await layout_faults(page) if 'high' in fault] == []


async def test_axe_looks_at_colours(chromium: Browser):
    page = await shown(chromium, '<p style="color: #ccc; background: #fff">Fridays at noon</p>')
    assert [fault for fault in await axe_faults(page) if fault.startswith('color-contrast')] != []


async def test_a_keyboard_does_not_reach_what_takes_no_focus(chromium: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Keyboard, 'MOST', 10)
    page = await shown(chromium, '<div role="button">Save</div><button>Go</button>')
    with pytest.raises(AssertionError, match='do not reach'):
        await Keyboard(page).tap('Save')
    await Hand(page).tap('Save')


def test_a_page_that_is_too_heavy_is_named():
    heavy = Weights(html=10_241, css=8192, js=4097, requests=5, nodes=800)
    assert heavy.faults() == ['html: 10241 of 10240', 'js: 4097 of 4096', 'requests: 5 of 4']


def test_the_looks_take_turns_until_all_were_seen():
    assert len({str(look) for place in range(12) for look in looks(place)}) == 12
