"""Letters: those that wait after a restore, those that nobody took, and those that are kept because there is no mail server."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.keeping import holding
from coaching.keeping.failed import failed
from coaching.keeping.pages.reach import COORDINATORS, number_asked, whole_network
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.settings import settings
from coaching.kit.words import later, n_
from coaching.outbox.kinds import KINDS
from coaching.outbox.queries import held, kept_letter, mailbox
from coaching.people.rules import LETTERS

FEW = 20
# A letter brings its own look along and nothing else; the browser gives it an origin of its own, without our cookies and scripts.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


OURS = {
    'sign-in': later('A link to sign in'),
    'address-changed': later('To the old address: emails go elsewhere'),
    'sign-in-changed': later('To the old address: another one signs in'),
}


def named(kind: str) -> str:
    """What a kind of letter is called."""
    return str(LETTERS.get(kind) or OURS[kind])


@get('/setup/letters', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """What waits for a word, what came back, and, without a mail server, what was written."""
    whole_network(request)
    before, failed_before = number_asked(request, 'before'), number_asked(request, 'failed')
    kept, came_back = await mailbox(FEW + 1, before), await failed(failed_before, FEW + 1)
    has_server = settings().smtp_url is not None
    return page(
        request, 'keeping/letters.html', held=[] if before or failed_before else await held(), named=named, has_server=has_server,
        kept=[] if failed_before else kept[:FEW], failed=[] if before else came_back[:FEW], is_first=not before and not failed_before,
        older=f'/setup/letters?before={kept[FEW - 1].id}' if len(kept) > FEW else '',
        older_failed=f'/setup/letters?failed={came_back[FEW - 1].id}' if len(came_back) > FEW else '',
    )  # fmt: skip


@get('/setup/letters/{letter_id:int}', opt=COORDINATORS)
async def show(request: Request, letter_id: FromPath[int]) -> Response:
    """One kept letter as text.

    :raises NotFoundException: there is none, or it was deleted after its time
    """
    whole_network(request)
    letter = await kept_letter(letter_id)
    if letter is None:
        raise NotFoundException
    return page(request, 'keeping/letter.html', letter=letter)


@get('/setup/letters/{letter_id:int}/page', opt=COORDINATORS)
async def look(request: Request, letter_id: FromPath[int]) -> Response:
    """One kept letter as its reader sees it, in a sandbox.

    :raises NotFoundException: there is none, or it was deleted after its time
    """
    whole_network(request)
    letter = await kept_letter(letter_id)
    if letter is None or not letter.page:
        raise NotFoundException
    return Response(letter.page.encode(), media_type='text/html; charset=utf-8', headers={'content-security-policy': SANDBOX})


async def _kind(request: Request) -> str:
    """The kind that was sent, or all.

    :raises NotFoundException: there is no such kind
    """
    whole_network(request)
    kind = (await forms.sent(request)).get('kind', [''])[0]
    if kind != holding.ALL and kind not in KINDS:
        raise NotFoundException
    return kind


@post('/setup/letters/held/release', opt=COORDINATORS)
async def release(request: Request) -> Response:
    """Let them go."""
    count = await holding.release(await _kind(request), by=request.user, now=clock.now())
    return go(request, '/setup/letters', say=n_('%(n)s email goes out now.', '%(n)s emails go out now.', count))


@post('/setup/letters/held/cancellation', opt=COORDINATORS)
async def do_not_send(request: Request) -> Response:
    """Take them back."""
    count = await holding.do_not_send(await _kind(request), by=request.user, now=clock.now())
    return go(request, '/setup/letters', say=n_('%(n)s email will not be sent.', '%(n)s emails will not be sent.', count))


ROUTES = [index, show, look, release, do_not_send]
