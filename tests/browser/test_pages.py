"""Every page of the product that a link leads to, for everyone who works with it."""

from __future__ import annotations

import os
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser

from tests.browser.harness import KB, Look, Visit, axe_faults, layout_faults, looks, picture, visit
from tests.browser.serving import Site
from tests.browser.walking import kind, walk

ROLES = ['public', 'trainer', 'coordinator', 'coach', 'team lead', 'team member']
DESKS = {'trainer': '/train', 'coordinator': '/train', 'coach': '/coach', 'team lead': '/team', 'team member': '/team'}
OF_A_KIND = 3 if os.environ.get('EVERY_LOOK') else 1
SHEETS = ('/roster', '/tables', '/print')
DOORS = ('/', '/train')  # show what has an address of its own


async def enter(chromium: Browser, site: Site, role: str, look: Look | None = None) -> Visit:
    return await (visit(chromium, site.address, look) if role == 'public' else site.signed_in(chromium, role, look=look))


async def paths(chromium: Browser, site: Site, role: str) -> dict[str, int]:
    """What links lead to: from the first page and the desk, and for the public from their letters, but for links to sign in once."""
    if role not in site.paths:
        one = await enter(chromium, site, role)
        letters = [urlsplit(link).path.removeprefix('/es') for link in site.letters() if '/sign-in/' not in link]
        begins = letters if role == 'public' else [DESKS[role]]
        site.paths[role] = await walk(one.page.context.request, '/', *begins, most=OF_A_KIND)
        await one.page.context.close()
    return site.paths[role]


@pytest.mark.parametrize('role', ROLES)
async def test_no_link_leads_nowhere(chromium: Browser, site: Site, role: str):
    found = await paths(chromium, site, role)
    assert len(found) >= 10
    assert {path: status for path, status in found.items() if status != 200} == {}


@pytest.mark.parametrize('role', ROLES)
async def test_no_page_has_a_fault_and_no_two_have_the_same_title(chromium: Browser, site: Site, role: str):
    faults: dict[str, list[str]] = {}
    visits: dict[Look, Visit] = {}
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for place, path in enumerate(await unseen(chromium, site, role)):
        for look in looks(place):
            one = visits[look] = visits.get(look) or await enter(chromium, site, role, look)
            if found := await faults_of(one, look, path):
                faults[f'{path} {look}'] = found
            await picture(one.page, f'{role} {kind(path)} {look}')
            if '?' not in path and path not in DOORS:
                titles[await one.page.title()].add(kind(path))
    for one in visits.values():
        await one.page.context.close()
    assert faults == {}
    assert {title: kinds for title, kinds in titles.items() if len(kinds) > 1} == {}


async def unseen(chromium: Browser, site: Site, role: str) -> list[str]:
    """The pages that nobody before looked at; where EVERY_LOOK is set, all."""
    found = [path for path, status in (await paths(chromium, site, role)).items() if status == 200]
    fresh = [path for path in found if kind(path) not in site.seen or path in DOORS or os.environ.get('EVERY_LOOK')]
    site.seen.update(map(kind, found))
    return fresh


async def faults_of(one: Visit, look: Look, path: str) -> list[str]:
    one.complaints.clear()
    await one.page.goto(look.prefix + path)
    found = await axe_faults(one.page) + await layout_faults(one.page, sheet=path.partition('?')[0].endswith(SHEETS))
    size, nodes = await one.packed(), await one.page.evaluate('document.querySelectorAll("*").length')
    return found + one.complaints + [f'{size} bytes, {nodes} elements'] * (size > 10 * KB or nodes > 800)
