"""What is kept how long, what the last nights did, and a button for each."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from coaching.journal.catalogue import keeping
from coaching.keeping import retention
from coaching.keeping.happened import happened_of
from coaching.keeping.pages.reach import COORDINATORS, whole_network
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.words import _

LAST = 14


@get('/setup/retention', opt=COORDINATORS)
async def show(request: Request) -> Response:
    """The table of rules, and the last runs."""
    whole_network(request)
    ran = await happened_of(['retention_ran'], limit=LAST)
    return page(request, 'keeping/retention.html', rules=retention.RULES, ran=[line.entry for line in ran])


@post('/setup/retention', opt=COORDINATORS)
async def run(request: Request) -> Response:
    """One rule now, or all of them.

    :raises NotFoundException: there is no such rule
    """
    whole_network(request)
    only = (await forms.sent(request)).get('rule', [''])[0]
    if only not in ('', *(rule.name for rule in retention.RULES)):
        raise NotFoundException
    counts = await retention.run(only=only, by=request.user, now=clock.now())
    said = ', '.join(f'{keeping.WORDS[name]} ({count})' for name, count in counts.items())
    return go(request, '/setup/retention', say=_('Deleted: %(counts)s.', counts=said) if said else _('Nothing had to be deleted.'))


ROUTES = [show, run]
