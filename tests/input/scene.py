"""The whole product walked by somebody who writes one text into every field for text that a page offers, and then reads everything."""

from __future__ import annotations

import collections
import csv
import dataclasses
import io
import re
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx

from coaching.accounts import cookies
from coaching.domains import WRITERS
from coaching.kit import clock
from coaching.kit.database import execute
from coaching.outbox.sending import Postman
from tests.access.asking import filled, routes
from tests.access.world import House
from tests.browser.walking import ELSEWHERE, kind
from tests.input.structure import Form, Structure
from tests.outbox.world import Kept

MOST_OF_A_KIND = 2
SKIPPED = frozenset({'/me/language', '/sign-out', '/desk', '/me/sign-ins/end'})
LAST = ('/move', '/merge', 'archive', 'skip', 'cancellation', 'erase', '/set-up')
SENSE = {
    'ended_on': '', 'next': '/me', 'code': '222222', 'on': '2027-03-05', 'ask_again_on': '2027-03-05',
    'day': '2027-03-05', 'time': '12:00 pm', 'wall_time': '12:00 pm',
    'attended_on': '2025-03-07', 'every_day': '2025-03-07', 'capacity': '12', 'minutes': '60', 'parts': '1', 'days_between_parts': '7',
    'most_teams': '8', 'from_on': '2027-03-05', 'until_on': '2027-03-15', 'began_on': '2027-03-05', 'other': '',
    'weeks_ahead': '4', 'every': '1', 'min_minutes': '0', 'min_parts': '1', 'part': '1', 'join_url': 'https://meet.example/room',
    'slug': 'new', 'website': '', 'day_first': 'month', 'parent': '', 'phone': '303 555 0148', 'first': '', 'last': '', 'as_of': '',
    'what_1': '', 'what_2': '', 'what_3': '',
}  # fmt: skip
EMAIL = re.compile(r'email')
LINE = re.compile(r'[;\u2028\u2029]')  # these end a cell or a line where a table or Markdown is read
MARKDOWN = ('body', 'why')

Text = Callable[[str], str]


@dataclasses.dataclass(slots=True)
class Seen:
    """What was read: pages by their kind, in order, and the letters that went out; `refused` are forms that were not taken."""

    pages: dict[str, list[tuple[str, str]]] = dataclasses.field(default_factory=lambda: collections.defaultdict(list))
    letters: list[EmailMessage] = dataclasses.field(default_factory=list)
    files: dict[str, str] = dataclasses.field(default_factory=dict)
    refused: dict[str, str] = dataclasses.field(default_factory=dict)

    def everything(self) -> str:
        """All of it as one text."""
        pages = [page for pages in self.pages.values() for _path, page in pages]
        letters = [part.get_content() for letter in self.letters for part in letter.walk() if part.get_content_maintype() == 'text']
        heads = [str(value) for letter in self.letters for value in letter.values()]
        return '\n'.join([*pages, *letters, *heads, *self.files.values()])


class Somebody:
    """Walks through everything with the coordinator's rights; `text` says what to write where, by action and field."""

    def __init__(self, client: httpx.AsyncClient, house: House, text: Text) -> None:
        self.client = client
        self.house = house
        self.text = text
        self.written: set[tuple[str, ...]] = set()
        self.taken: set[str] = set()
        self.seen = Seen()

    async def writes_everywhere(self, turns: int = 2) -> None:
        """Fill in every form; what comes of the first turn brings the forms of the second."""
        for _turn in range(turns):
            found = [(path, form) for path, page in await self._pages() for form in Structure(page).forms if form.typed or form.files]
            last = [one for word in LAST for one in reversed(found) if word in one[1].action + one[0]]
            for path, form in [one for one in found if one not in last] + last:
                await self._write(path, form)

    async def _write(self, path: str, form: Form, depth: int = 0) -> None:
        """Send a form with each of its buttons; where it answers with a page of more forms, such as a preview, those too."""
        action = form.action or path
        if form.method != 'post' or kind(action) in SKIPPED or not (form.typed or form.files or depth):
            return
        for button in form.buttons or [('', '')]:
            one = (kind(action), *sorted(form.typed), *form.files, *button, *('again' for _ in range(depth)))
            if one not in self.written and await self._press(action, form, button, depth):
                self.written.add(one)

    async def _press(self, action: str, form: Form, button: tuple[str, str], depth: int) -> bool:
        """Whether the form was taken."""
        fields = form.filled(lambda name, value: self._value(kind(action), name, value))
        answer = await self._send(action, [*fields, button] if button[0] else fields, form.files)
        if answer.status_code not in (200, 303):
            mistakes = re.findall(r'<li><a href="#([^"]*)">([^<]*)', answer.text)
            self.seen.refused[kind(action)] = f'{answer.status_code} {action} {mistakes} {fields}'
            return False
        self.taken.add(kind(action))
        if answer.status_code == 200 and depth < 2 and 'html' in answer.headers['content-type']:
            self.seen.pages[f'POST {kind(action)}'].append((action, answer.text))
            for further in Structure(answer.text).forms:
                await self._write(action, further, depth + 1)
        return True

    def _value(self, action: str, name: str, value: str) -> str:
        if EMAIL.search(name):
            known = '' if action == '/setup/people/invite' else value
            return known or ('ana.prairie@example.org' if action == '/my' else f'{re.sub("[^a-z]", "", action)}@example.org')
        if (action.endswith('/details') and name == 'name') or (action.endswith('/call') and name == 'on'):
            return value  # put right, it would stand in the place of a name that was written before; a call was today
        if action == '/cohorts/0/edit':
            return value
        if name in ('people', 'pasted'):
            words = LINE.sub('', self.text(f'{action} {name}'))
            rows = [words, '', '50'] if name == 'pasted' else [words, 'nia@example.org']
            return _csv(*[['Name (original name)', 'Email', 'Total duration (minutes)']] * (name == 'pasted'), rows)
        words = SENSE[name] if name in SENSE else self.text(f'{action} {name}')
        return LINE.sub('', words) if name.startswith(MARKDOWN) else words

    async def _send(self, action: str, fields: Iterable[tuple[str, str]], files: list[str]) -> httpx.Response:
        form: dict[str, list[str]] = collections.defaultdict(list)
        for name, value in fields:
            form[name].append(value)
        sent = {name: self._sheet(action) for name in files} if action == '/setup/imports' else None
        return await self.client.post(action, data=form, files=sent, headers=self._headers())

    def _sheet(self, action: str) -> tuple[str, str]:
        """A file of people, its name, and in it a column that nobody knows."""
        said = {what: LINE.sub('', self.text(f'{action} {what}')) for what in ('heading', 'name', 'group', 'cell')}
        rows = ['Name', 'Email', 'Agency', said['heading']], [said['name'], 'cy@example.org', said['group'], said['cell']]
        return f'{self.text(f"{action} file name")}.csv'.replace('/', ''), _csv(*rows)

    def _headers(self) -> dict[str, str]:
        self.client.cookies.clear()
        return {'cookie': f'{cookies.name()}={self.house.cookies["coordinator"]}'}

    async def reads_everything(self) -> Seen:
        """Every page that a link leads to, and every letter that is promised."""
        self.seen.refused = {action: why for action, why in self.seen.refused.items() if action not in self.taken}
        for path, page in await self._pages():
            self.seen.pages[kind(path)].append((path, page))
        post = Kept()
        await execute('update promise set due_at = $1, useful_until = null, sent_at = null, cancelled_at = null', clock.now())
        await execute('delete from letter_stop')
        await Postman(post, WRITERS).send_due()
        self.seen.letters += post.letters
        return self.seen

    async def _pages(self) -> list[tuple[str, str]]:
        """Every page from the routes themselves and by links, a few of each kind."""
        found, counted = {}, collections.Counter[str]()
        coming = [f'/train/sessions/{self.house.near.ids["coming_id"]}/{what}' for what in ('add', 'paste')]
        to_do = coming + [filled(route, self.house) for route in routes() if route.startswith('GET')]
        while to_do:
            path = to_do.pop(0).partition('#')[0]
            if path in found or counted[kind(path)] >= MOST_OF_A_KIND or ELSEWHERE.match(path):
                continue
            counted[kind(path)] += 1
            found[path] = ''
            answer = await self.client.get(path, headers=self._headers())
            assert answer.status_code < 500, (path, answer.text[:300])
            if answer.status_code == 200 and 'html' in answer.headers['content-type']:
                found[path] = answer.text
                to_do += [link for link in Structure(answer.text).links if link.startswith('/') and not link.startswith('//')]
            elif answer.status_code == 200:
                self.seen.files[kind(path)] = answer.text
            elif answer.status_code == 303 and not urlsplit(answer.headers['location']).netloc:
                to_do.append(answer.headers['location'])
        return [(path, page) for path, page in found.items() if page]


def _csv(*rows: list[str]) -> str:
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return page.getvalue()
