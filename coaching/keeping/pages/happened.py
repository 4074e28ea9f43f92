"""The journal of everything."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import Request, Response, get

from coaching.keeping.happened import GROUPS, Line, happened
from coaching.keeping.pages.reach import COORDINATORS, number_asked, whole_network
from coaching.kit import dates
from coaching.kit.pages import page
from coaching.kit.words import _
from coaching.people.queries import person, search

FEW = 50
PLACES = {
    'offering': '/setup/offerings/%s',
    'organisation': '/setup/organisations/%s',
    'place': '/setup/places/%s',
    'import_batch': '/setup/imports/%s',
}


@get('/setup/happened', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Newest first; of one group of kinds, of one person."""
    whole_network(request)
    group, typed = request.query_params.get('group', ''), request.query_params.get('q', '')[:120]
    group = group if group in GROUPS else ''
    whose = number_asked(request, 'person')
    somebody = await person(whose) if whose is not None else None
    before = number_asked(request, 'before')
    lines = await happened(group=group, person_id=whose, before_id=before, limit=FEW + 1)
    asked = {name: value for name, value in (('group', group), ('person', whose or '')) if value}
    return page(
        request, 'keeping/happened.html', lines=[(line, about(line), path(line)) for line in lines[:FEW]], somebody=somebody, q=typed,
        views=[(_('Everything'), _address(asked | {'group': ''}), not group)]
        + [(str(words), _address(asked | {'group': name}), name == group) for name, (words, _kinds) in GROUPS.items()],
        found=(await search(typed, limit=8)).people if typed else (), is_asked=bool(typed), group=group,
        older=_address(asked | {'before': lines[FEW - 1].entry.id}) if len(lines) > FEW else '',
    )  # fmt: skip


def _address(asked: dict[str, object]) -> str:
    told = {name: value for name, value in asked.items() if value}
    return f'/setup/happened?{urlencode(told)}' if told else '/setup/happened'


def about(line: Line) -> str:
    """Whom or what it was about, in words; '' for the network itself."""
    told = []
    if line.person_id is not None:
        told.append(line.person or _('somebody whose name was deleted'))
    elif line.subject[0] == 'person':
        told.append(_('a record that an import made and its undoing took back'))
    if line.starts_at:
        told.append(f'{line.about}, {dates.day_of_year(line.starts_at, line.zone or "UTC")}')
    elif line.about:
        told.append(line.about)
    return ' · '.join(told)


def path(line: Line) -> str:
    """The page about it; '' where there is none."""
    kind, number = line.subject
    if kind == 'registration' and line.session_id:
        return f'/train/sessions/{line.session_id}/people/{number}'
    if line.person_id is not None:
        return f'/setup/people/{line.person_id}' if line.person else ''
    if line.session_id:
        return f'/train/sessions/{line.session_id}'
    return PLACES[kind] % number if kind in PLACES and line.about else ''


ROUTES = [index]
