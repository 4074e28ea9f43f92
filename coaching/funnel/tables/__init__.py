"""The tables of the funnel, a module for each part of its story."""

from coaching.funnel.tables.histories import ImportBatch, ImportMapping, ImportRow, PriorCredit, Progress
from coaching.funnel.tables.offerings import Offering, OfferingQuestion, OfferingQuestionWords, OfferingTrainer, OfferingWords
from coaching.funnel.tables.registrations import Answer, Attendance, AttendanceReport, AttendanceRow, GroupAnswer, Registration
from coaching.funnel.tables.sessions import PulseCount, Session, SessionLetter, SessionPart, SessionTrainer

__all__ = [
    'Answer',
    'Attendance',
    'AttendanceReport',
    'AttendanceRow',
    'GroupAnswer',
    'ImportBatch',
    'ImportMapping',
    'ImportRow',
    'Offering',
    'OfferingQuestion',
    'OfferingQuestionWords',
    'OfferingTrainer',
    'OfferingWords',
    'PriorCredit',
    'Progress',
    'PulseCount',
    'Registration',
    'Session',
    'SessionLetter',
    'SessionPart',
    'SessionTrainer',
]
