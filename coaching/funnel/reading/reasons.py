"""Why something cannot be read, each as the one line that its owner sees."""

from coaching.kit.refusal import Reason


class Unreadable(Reason):
    """Why bytes are no table at all."""

    NOTHING = 'There is nothing in it yet. Choose a file, or paste its lines.'
    NO_ROWS = 'It names its columns, but there are no rows below them.'
    TOO_LARGE = 'It is larger than %(most)s MB, which is more than we read at once. Split it, or leave out what is not a list of people.'
    TOO_MANY_ROWS = 'It has more than %(most)s rows, which is more than we read at once. Split it into smaller files.'
    OLD_OR_LOCKED = 'This Excel file is of the old kind, or locked. In Excel, save it as .xlsx without a password, then choose it again.'
    NOT_A_TABLE = 'We expected a table: a CSV file, or an Excel file whose name ends in .xlsx. This is something else.'


class NotAReport(Reason):
    """Why a table is no report of who was in a meeting."""

    UNKNOWN = (
        'We expected the participant report of Zoom, Google Meet or Microsoft Teams, with the line that names its columns: '
        'the CSV file as the tool made it, or all of its lines.'
    )
    NOBODY = 'This report names its columns, but nobody stands below them. Fetch it again after the meeting has ended.'


class Faulty(Reason):
    """What is wrong with one row of people; the row is not taken until it is put right."""

    NO_NAME = 'There is no name in this row.'
    LONG = 'A text in this row is too long: “%(text)s…”.'
    EMAIL = '“%(text)s” is not an email address.'
    PHONE = '“%(text)s” is not a phone number.'
    DAY = '“%(text)s” is not a date that we can read. Write it as 2026-11-20.'
    DAY_TO_COME = '%(text)s is still to come.'
    NO_DAY = 'This person came, but the row does not say on which day.'
    NO_STAGE = 'This row has a day, but does not say what the person came to.'
    STAGE = '“%(text)s” is not a Taste, an Intro or a Training.'
    CAME = 'We cannot tell from “%(text)s” whether this person came. Write yes or no.'


class LeftOut(Reason):
    """Why one row of people is left out although nothing is wrong with it."""

    TWICE = 'The same as row %(row)s.'
    CANCELLED = 'Cancelled there, so left out here.'
    NAME_WAS_NEVER_GIVEN = 'A ticket bought for somebody whose name was never given.'
