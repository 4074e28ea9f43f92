"""Between an offering and its form: what stands in the fields, and what the fields say."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from coaching.funnel.forms.offerings import QUESTIONS, OfferingForm, rule_fields
from coaching.funnel.queries.offerings import Details, Words
from coaching.kit import markdown
from coaching.kit.refusal import Refused
from coaching.kit.words import LANGUAGES, _

NO_WORDS = Words('', '', '', '')


def known(found: Details, languages: tuple[str, ...]) -> dict[str, Any]:
    """What the fields show of an offering."""
    one = found.offering
    facts: dict[str, Any] = {
        'wall_time': one.wall_time, 'zone': one.zone, 'minutes': one.minutes, 'parts': one.parts,
        'days_between_parts': one.days_between_parts, 'weeks_ahead': one.weeks_ahead, 'mode': str(one.mode), 'location': one.location,
        'join_url': found.join_url, 'join_by_phone': found.join_by_phone, 'capacity': one.capacity, 'languages': list(one.languages),
        'fee': one.fee, 'prerequisite': str(one.prerequisite or ''), 'min_minutes': one.rule.minutes, 'min_parts': one.rule.parts,
        'trainers': [person_id for person_id, _name in found.trainers], 'version': one.version,
    }  # fmt: skip
    facts |= rule_fields(one.recurrence)
    for code in languages:
        said = found.words.get(code, NO_WORDS)
        facts |= {f'title_{code}': said.title, f'summary_{code}': said.summary, f'body_{code}': said.body}
        for number, question in enumerate(found.questions[:QUESTIONS], start=1):
            facts[f'question_{number}_{code}'] = question.labels.get(code, '')
    return facts


def words(form: OfferingForm) -> dict[str, Words]:
    """The words by language, as they are stored."""
    return {code: Words(code, **texts) for code, texts in form.texts().items()}


def previews(form: OfferingForm) -> dict[str, Markup]:
    """How the longer words will look, by the language's own name."""
    return {LANGUAGES[code].name: markdown.render(texts['body']) for code, texts in form.texts().items() if texts['body']}


def sentence(refused: Refused) -> str:
    """A refusal in the reader's language."""
    return _(refused.reason.value, **refused.facts)
