"""A letter of every kind, to Ana, about a Friday's Taste."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from coaching.kit.calendars import Appointment, Attachment, Mailbox, Part, attachment
from coaching.outbox.kinds import KINDS
from coaching.outbox.letters import Frame, Letter, Row

NOW = datetime.datetime(2026, 12, 1, 15, 0, tzinfo=datetime.UTC)
NOON = datetime.datetime(2026, 12, 4, 18, tzinfo=datetime.UTC)
FRAME = Frame('Prairie Cafés', '555 0100', 'https://cafe.example', 'Café Path <hello@cafe.example>')
DATE: Attachment = attachment(
    Appointment(
        uid='session-7@cafe.example',
        sequence=0,
        changed_at=NOW,
        title='A Taste of Cafés',
        parts=(Part(NOON, NOON + datetime.timedelta(hours=1)),),
        zone='America/Chicago',
        url='https://cafe.example/join/abc',
    ),
    Mailbox('Prairie Cafés', 'hello@cafe.example'),
    Mailbox('Ana Ruiz', 'ana@home.example'),
)
FACTS = {
    'en': {
        'session': 'A Taste of Cafés',
        'day': 'Fri, Dec 4',
        'time': '12:00 pm',
        'when': 'Friday, December 4, 2026, 12:00 pm to 1:00 pm Central Time',
        'old_when': 'Friday, December 4, 2026, 9:00 am to 10:00 am Central Time',
        'where': 'Online',
        'relative': 'tomorrow',
        'until': 'Thursday at 6:00 pm',
        'place': '3',
        'code': '7K4M2P',
        'minutes': '10',
        'role': 'trainer',
        'inviter': 'Ellen Voss',
        'colleague': 'Tomás Vela',
        'needed': 'a Taste',
        'mark': 'You came',
        'trainer': 'Dana Hill',
        'subject': 'Bring a cup on Friday',
        'team': 'Willow Street', 'coach': 'Rosa Delgado', 'teams': 'Autumn teams', 'writer': 'Rosa Delgado',
        'guide': 'Host a table', 'about': 'What a table host does, says and leaves out.',
        'summary': '3 of your 11 teams need you', 'number': '3', 'step': 'Talk with your coach',
    },
    'es': {
        'session': 'Una probada de café',
        'day': 'vie 4 dic',
        'time': '12:00 pm',
        'when': 'viernes 4 de diciembre de 2026, de 12:00 pm a 1:00 pm, hora del Centro',
        'old_when': 'viernes 4 de diciembre de 2026, de 9:00 am a 10:00 am, hora del Centro',
        'where': 'En línea',
        'relative': 'mañana',
        'until': 'jueves, 6:00 pm',
        'place': '3',
        'code': '7K4M2P',
        'minutes': '10',
        'role': 'capacitadora',
        'inviter': 'Ellen Voss',
        'colleague': 'Tomás Vela',
        'needed': 'una probada',
        'mark': 'Usted vino',
        'trainer': 'Dana Hill',
        'subject': 'Traiga una taza el viernes',
        'team': 'Calle del Sauce', 'coach': 'Rosa Delgado', 'teams': 'Equipos de otoño', 'writer': 'Rosa Delgado',
        'guide': 'Reciba en una mesa', 'about': 'Qué hace, qué dice y qué se calla quien recibe.',
        'summary': '3 de sus 11 equipos le necesitan', 'number': '3', 'step': 'Hablen con quien los acompaña',
    },
}
WORDS = {'en': 'Bring a cup and a story.\nWe start on time.', 'es': 'Traiga una taza y una historia.\nEmpezamos a tiempo.'}


def a_letter(kind: str = 'spot-saved', language: str = 'en', **changes: Any) -> Letter:
    """A whole letter of this kind; `changes` are fields of it."""
    needs = KINDS[kind]
    letter = Letter(
        kind=kind,
        language=language,
        to_name='Ana Ruiz',
        to_address='ana@home.example',
        message_id='<promise-7@cafe.example>',
        stop_url='https://cafe.example/stop/abc' if needs.stoppable else '',
        facts={name: FACTS.get(language, FACTS['en'])[name] for name in needs.facts},
        links={name: f'https://cafe.example/{name}?a=1&b=2' for name in needs.links},
        button='https://cafe.example/button/abc' if needs.button else '',
        rows=(Row('Friday, December 11', 'https://cafe.example/sessions/8'),) if needs.rows else (),
        words=WORDS.get(language, WORDS['en']) if needs.words else '',
        calendar=DATE if needs.calendar else None,
    )
    return replace(letter, **changes)
