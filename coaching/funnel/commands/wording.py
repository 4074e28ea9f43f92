"""What an offering says: its words in each language, its optional questions, and who usually leads it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from coaching.funnel.queries.offerings import Words, questions_of
from coaching.kit.database import execute, fetch, fetchval

WORDS = """
insert into offering_words (offering_id, language, title, summary, body) values ($1, $2, $3, $4, $5)
on conflict (offering_id, language) do update set title = excluded.title, summary = excluded.summary, body = excluded.body
where (offering_words.title, offering_words.summary, offering_words.body) is distinct from (excluded.title, excluded.summary, excluded.body)
"""
ASK = 'insert into offering_question (offering_id, position) values ($1, $2) returning id'
LABEL = """
insert into offering_question_words (question_id, language, label) select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing
"""


async def set_words(offering_id: int, words: Mapping[str, Words]) -> bool:
    """Let these stand; a language without a title is not spoken. Whether anything changed."""
    told = []
    for one in words.values():
        if one.title:
            told.append(await execute(WORDS, offering_id, one.language, one.title, one.summary, one.body))
        else:
            told.append(await execute('delete from offering_words where offering_id = $1 and language = $2', offering_id, one.language))
    return not all(answer.endswith(' 0') for answer in told)


async def set_default_trainers(offering_id: int, trainer_ids: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Let these usually lead; who did before, and who does now."""
    rows = await fetch('select person_id from offering_trainer where offering_id = $1', offering_id)
    before, after = frozenset(row['person_id'] for row in rows), frozenset(trainer_ids)
    if before != after:
        await execute('delete from offering_trainer where offering_id = $1', offering_id)
        await execute('insert into offering_trainer (offering_id, person_id) select $1, unnest($2::bigint[])', offering_id, sorted(after))
    return before, after


async def set_questions(offering_id: int, questions: Sequence[Mapping[str, str]], *, now: datetime.datetime) -> bool:
    """Let these be asked, in this order; whether anything changed.

    A question keeps its answers while its words stay, also where a further language is added. With other words it is another
    question: the old one is asked no more, and its answers stay with it.
    """
    standing = list(await questions_of(offering_id))
    wanted = [labels for one in questions if (labels := {language: label for language, label in one.items() if label})]
    if [one.labels for one in standing] == wanted:
        return False
    for position, labels in enumerate(wanted):
        same = next((one for one in standing if one.labels.items() <= labels.items()), None)
        if same is None:
            asked = await fetchval(ASK, offering_id, position)
        else:
            standing.remove(same)
            asked = same.id
            await execute('update offering_question set position = $2 where id = $1', asked, position)
        await execute(LABEL, asked, list(labels), list(labels.values()))
    await execute('update offering_question set retired_at = $2 where id = any($1)', [one.id for one in standing], now)
    return True
