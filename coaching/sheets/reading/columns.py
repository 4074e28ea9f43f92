"""The names that people give to the columns of a file about teams, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coaching.funnel.reading import labels
from coaching.funnel.reading.labels import Words
from coaching.funnel.reading.stamps import is_day_first
from coaching.funnel.reading.values import Sheet
from coaching.kit.words import ENGLISH
from coaching.sheets.rules.recognising import kind_of
from coaching.sheets.values import Columns, Kind

_TEAM = ('team', 'team name', 'name of team', 'name of the team', 'cafe team', 'equipo', 'nombre del equipo')
_NAME = ('name', 'full name', 'member', 'member name', 'person', 'nombre', 'nombre completo', 'miembro', 'integrante', 'persona')
_EMAIL = ('email', 'e mail', 'email address', 'correo', 'correo electronico')
_PHONE = ('phone', 'phone number', 'cell', 'cell phone', 'mobile', 'telefono', 'celular', 'movil')
_LANGUAGE = ('language', 'languages', 'preferred language', 'idioma', 'idiomas')
_COACH = {
    'coach': ('coach', 'coach name', 'name of coach', 'lead coach', 'acompanante', 'nombre del acompanante', 'nombre de la acompanante'),
    'coach_email': ('coach email', 'coach e mail', 'coach s email', 'email of coach', 'correo del acompanante', 'correo de la acompanante',
                    'correo acompanante'),
}  # fmt: skip
_BEGAN = ('since', 'from', 'began', 'began on', 'start', 'start date', 'started', 'started on', 'joined', 'joined on', 'founded', 'desde',
          'inicio', 'fecha de inicio', 'empezo', 'comenzo', 'se unio')  # fmt: skip
_ENDED = ('to', 'until', 'till', 'end', 'end date', 'ended', 'ended on', 'hasta', 'fin', 'fecha de fin', 'termino')
_ROLE = ('role', 'part', 'position', 'rol', 'papel', 'funcion', 'cargo')
_NOTE = ('note', 'notes', 'comment', 'comments', 'summary', 'nota', 'notas', 'comentario', 'comentarios', 'resumen')

WORDS: Mapping[Kind, Words] = {
    Kind.TEAMS: {
        'team': (*_TEAM, 'name', 'nombre'),
        'cafe_name': ('cafe', 'cafe name', 'name of cafe', 'name of the cafe', 'nombre del cafe'),
        'place': ('place', 'county', 'city', 'town', 'region', 'area', 'location', 'lugar', 'condado', 'ciudad', 'zona', 'municipio'),
        'models': ('model', 'models', 'kind of cafe', 'kind of cafes', 'cafe type', 'type of cafe', 'kind', 'type', 'modelo', 'modelos',
                   'tipo de cafe', 'tipo'),
        'languages': _LANGUAGE,
        'serves': ('serves', 'who it serves', 'whom it serves', 'population', 'audience', 'a quien sirve', 'sirve a', 'poblacion'),
        'lead': ('lead', 'team lead', 'leader', 'team leader', 'lead name', 'name of lead', 'contact', 'contact person', 'contact name',
                 'lider', 'lider del equipo', 'quien lidera', 'persona de contacto', 'contacto'),
        'lead_email': ('lead email', 'lead e mail', 'lead s email', 'leader email', 'contact email', *_EMAIL, 'correo del lider',
                       'correo de la lider', 'correo de contacto'),
        'lead_phone': ('lead phone', 'lead s phone', 'leader phone', 'contact phone', *_PHONE, 'telefono del lider',
                       'telefono de la lider'),
        **_COACH,
        'began_on': _BEGAN,
        'step_on': ('step on', 'step since', 'step date', 'date of step', 'reached on', 'step reached on', 'fecha del paso', 'paso desde'),
        'step': ('step', 'step reached', 'current step', 'stage', 'phase', 'paso', 'paso actual', 'paso alcanzado', 'etapa', 'fase'),
        'state': ('state', 'status', 'estado', 'situacion'),
        'why': ('why', 'reason', 'por que', 'motivo', 'razon'),
    },
    Kind.MEMBERS: {
        'team': _TEAM,
        'first_name': ('first name', 'first', 'given name', 'primer nombre', 'nombre de pila', 'nombres'),
        'last_name': ('last name', 'last', 'surname', 'family name', 'apellido', 'apellidos'),
        'name': _NAME,
        'email': _EMAIL,
        'phone': _PHONE,
        'language': _LANGUAGE,
        'role': _ROLE,
        'is_parent_leader': ('parent leader', 'parent lead', 'is parent leader', 'parent', 'madre o padre lider', 'padre lider',
                             'madre lider', 'lider de familia'),
        'began_on': _BEGAN,
    },
    Kind.ASSIGNMENTS: {
        'team': _TEAM,
        **_COACH,
        'role': _ROLE,
        'began_on': _BEGAN,
        'ended_on': _ENDED,
    },
    Kind.TALKS: {
        'team': _TEAM,
        **_COACH,
        'happened_on': ('date', 'day', 'on', 'talk date', 'date of talk', 'contact date', 'date of contact', 'meeting date', 'visit date',
                        'fecha', 'dia', 'fecha de la conversacion', 'fecha de la platica', 'fecha de contacto', 'fecha de la visita'),
        'how': ('how', 'held', 'held or attempted', 'outcome', 'result', 'took place', 'realizada', 'resultado', 'se realizo'),
        'mode': ('mode', 'type', 'type of contact', 'contact type', 'kind of contact', 'format', 'modo', 'tipo de contacto', 'forma',
                 'modalidad', 'tipo'),
        'minutes': ('minutes', 'minutes together', 'length', 'duration', 'duration minutes', 'time', 'minutos', 'duracion',
                    'duracion minutos', 'tiempo'),
        'travel': ('travel', 'travel minutes', 'travel time', 'minutes of travel', 'viaje', 'minutos de viaje', 'tiempo de viaje',
                   'traslado'),
        'going_well': ('going well', 'what goes well', 'what is going well', 'successes', 'strengths', 'lo que va bien', 'que va bien',
                       'logros'),
        'in_the_way': ('in the way', 'what is in the way', 'challenges', 'barriers', 'obstacles', 'retos', 'barreras', 'obstaculos',
                       'que estorba'),
        'note': _NOTE,
        'visibility': ('visibility', 'who may read', 'shared', 'private', 'note for', 'visibilidad', 'quien puede leer', 'compartida',
                       'compartido'),
    },
}  # fmt: skip
DAYS = ('began_on', 'ended_on', 'step_on', 'happened_on')


def recognised(header: Sequence[str]) -> Kind | None:
    """What a file with these columns is a list of; None where it is about people alone."""
    named = {what for words in WORDS.values() for what in labels.columns(header, words)}
    if not labels.columns(header, {'team': _TEAM}):
        named.discard('team')
    return kind_of(named)


def tool_of(header: Sequence[str], remembered: Mapping[str, Any] | None) -> Kind | None:
    """The same, where what was said of such columns another time comes first."""
    if remembered is None:
        return recognised(header)
    return Kind(remembered['kind']) if 'kind' in remembered else None


def guess(kind: Kind, sheet: Sheet) -> Columns:
    """What each column of a file of this kind seems to hold."""
    at = labels.columns(sheet.header, WORDS[kind])
    if 'first_name' in at and 'last_name' in at:
        at.pop('name', None)
    elif 'last_name' in at and 'name' in at:
        at['first_name'] = at.pop('name')
    is_spanish = labels.is_spanish(sheet.header)
    days = [row.cell(at[what]) for row in sheet.rows for what in DAYS if what in at]
    return Columns(kind, at, is_day_first(days, otherwise=is_spanish), 'es' if is_spanish else ENGLISH)

