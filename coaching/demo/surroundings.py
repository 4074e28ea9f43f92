"""Where the demo network is at home: its places, who looks after one of them, its organisations, and who belongs to which."""

from __future__ import annotations

import datetime

from coaching.accounts.commands.roles import give_role, open_account
from coaching.demo.cast import cast
from coaching.funnel.commands import grouping
from coaching.kit.access import PUBLIC, Actor, Grant
from coaching.kit.database import fetchval
from coaching.people.commands import find_or_add
from coaching.teams.commands import add_place, begin_membership, find_or_add_organisation

PRINCIPAL = 'Carmen Ibáñez'


async def place_everything(coordinator: Actor, *, now: datetime.datetime) -> dict[str, int]:
    """Places from above, somebody who looks after the first of them, and organisations; the organisations' ids by name."""
    places: dict[str, int] = {}
    for place in cast().places:
        places[place.name] = await add_place(place.name, places.get(place.inside), by=coordinator, now=now)
    found: dict[str, int] = {}
    for one in cast().organisations:
        found[one.name], _is_new = await find_or_add_organisation(
            one.name, one.kind, sector=one.sector, is_funder=one.funds, place_id=places.get(one.place), parent_id=found.get(one.parent),
            by=coordinator, now=now,
        )  # fmt: skip
    luz = cast().staff['county coordinator']
    person_id, _ = await find_or_add(luz.name, luz.email, source='account', place_id=places[cast().places[0].name], by=PUBLIC, now=now)
    account_id = await open_account(person_id, luz.email, by=coordinator, now=now)
    await give_role(account_id, Grant('coordinator', 'place', places[cast().places[0].name]), by=coordinator, now=now)
    return found


async def settle_groups(found: dict[str, int], coordinator: Actor, *, now: datetime.datetime) -> None:
    """The coordinator has said what some words mean; the others wait for her."""
    for words, name in cast().meant.items():
        await grouping.answer(words, organisation_id=found[name], by=coordinator, now=now)
    principal = await fetchval('select min(id) from person where name = $1', PRINCIPAL)
    school = found['Harbor Point Elementary School']
    await begin_membership(principal, school, title='Principal', on=now.date(), by=coordinator, now=now)
