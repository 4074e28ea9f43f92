"""Every path answers to its own methods alone: HEAD as GET without a body, anything else is not allowed and changes nothing."""

from __future__ import annotations

from tests.access.asking import ask, digests, filled, form_of, routes

KNOWN_HERE = ('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE')
ASKED = (*KNOWN_HERE, 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'BREW')


def methods_of_paths() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for route in routes():
        method, path = route.split(' ')
        found.setdefault(path, set()).add(method)
    return found


async def test_every_path_takes_its_own_methods_and_no_other(client, house):
    wrong, before, form, cookie = [], await digests(), form_of(house), house.cookies['coordinator']
    for path, methods in methods_of_paths().items():
        for method in ASKED:
            if method in methods or (method == 'HEAD' and 'GET' in methods):
                continue
            answer = await ask(client, f'{method} {path}', filled(f'{method} {path}', house), cookie, form)
            allowed = {one.strip() for one in answer.headers.get('allow', '').split(',')}
            if answer.status_code != 405 or (method in KNOWN_HERE and not methods <= allowed):
                wrong.append(f'{method} {path} {answer.status_code}, allowed are {sorted(allowed)}')
    assert (wrong, await digests() == before) == ([], True)


async def test_head_is_what_get_would_say_without_its_body(client, house):
    wrong, before, cookie = [], await digests(tries=True), house.cookies['coordinator']
    for path in (path for path, methods in methods_of_paths().items() if 'GET' in methods):
        address = filled(f'GET {path}', house)
        got, head = [await ask(client, f'{method} {path}', address, cookie, {}) for method in ('GET', 'HEAD')]
        same = [got.headers.get(name) == head.headers.get(name) for name in ('content-type', 'location', 'cache-control')]
        if (got.status_code, b'', [True] * 3) != (head.status_code, head.content, same):
            wrong.append(f'{path} {got.status_code} {head.status_code} {len(head.content)} {same}')
    assert (wrong, await digests(tries=True) == before) == ([], True)


async def test_a_path_that_is_nobodys_is_not_there_by_any_method(client, house):
    cookie = house.cookies['coordinator']
    for method in ASKED:
        answer = await ask(client, f'{method} /nowhere', '/nowhere', cookie, {})
        assert answer.status_code == (404 if method in KNOWN_HERE else 405), method
