"""A file waits to be brought in: what it is a list of, and what its columns hold."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from coaching.funnel.commands import importing
from coaching.funnel.commands.importing import Uploaded
from coaching.kit.access import Actor
from coaching.kit.refusal import Refused
from coaching.sheets.reading import columns
from coaching.sheets.rules.files import NoFile
from coaching.sheets.values import Columns, Kind

FOR_THIS_FILE = ('every',)


async def upload(content: bytes, file_name: str, *, by: Actor, now: datetime.datetime) -> Uploaded:
    """Keep a file of any kind until it is brought in; whoever looks after some places has files of their own, and none of people.

    :raises Refused: it is no table, or not theirs to bring in
    """
    everywhere = by.everywhere('coordinator')

    def kind_of(header: Sequence[str], remembered: Mapping[str, Any] | None) -> str:
        of_people = importing.tool_of(header, remembered)
        kind = columns.tool_of(header, remembered) if of_people == 'sheet' else None
        if kind is None and not everywhere:
            raise Refused(NoFile.PEOPLE)
        return kind or of_people

    apart = '' if everywhere else f' {by.person_id}'
    return await importing.upload(content, file_name, also=tuple(columns.WORDS.values()), kind_of=kind_of, apart=apart, by=by, now=now)


async def choose(batch_id: int, chosen: Columns, *, by: Actor, now: datetime.datetime) -> None:
    """Say what the columns hold; columns with these names are remembered so, but what holds for a whole file is of this file alone.

    :raises Refused: the file is no longer here
    """
    mapping = chosen.as_json()
    lasting = mapping | dict.fromkeys(FOR_THIS_FILE, {})
    await importing.keep_mapping(batch_id, mapping, lasting=lasting, tool=chosen.kind, by=by, now=now)


async def say_kind(batch_id: int, kind: Kind | None, *, by: Actor) -> None:
    """What this file is a list of, None for people; its columns are to be said anew.

    :raises Refused: the file is no longer here, or people are not theirs to bring in
    """
    if kind is None and not by.everywhere('coordinator'):
        raise Refused(NoFile.PEOPLE)
    await importing.say_kind(batch_id, kind or 'sheet')
