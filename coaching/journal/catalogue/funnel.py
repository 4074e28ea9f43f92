"""Offerings, sessions, sign-ups, who came, and what was imported."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'taste': later('Taste'),
    'intro': later('Intro'),
    'training': later('Training'),
    'self': later('the person'),
    'colleague': later('a colleague'),
    'trainer': later('a trainer'),
    'paste': later('a pasted list'),
    'import': later('an import'),
    'walk_in': later('walked in'),
    'moved': later('another date'),
    'next': later('an invitation'),
    'here': later('here'),
    'partly': later('here for a part'),
    'not_here': later('not here'),
    'excused': later('excused'),
    'waiting': later('waiting'),
    'all': later('everybody'),
    'fee': later('pays a fee'),
    'paid': later('has paid'),
    'scholarship': later('scholarship'),
    'zoom': later('Zoom'),
    'meet': later('Google Meet'),
    'teams': later('Microsoft Teams'),
    'sheet': later('a spreadsheet'),
    'eventbrite': later('Eventbrite'),
    'starts_on': later('first day'),
    'days_between_parts': later('days between parts'),
    'starts_at': later('beginning'),
    'ends_at': later('end'),
    'mode': later('online or in person'),
    'location': later('location'),
    'join_url': later('join link'),
    'join_by_phone': later('phone line'),
    'capacity': later('number of seats'),
    'languages': later('languages'),
    'trainers': later('trainers'),
    'rule': later('how often'),
    'wall_time': later('time of day'),
    'zone': later('time zone'),
    'minutes': later('length'),
    'parts': later('parts'),
    'prerequisite': later('what comes first'),
    'min_minutes': later('minutes that count'),
    'min_parts': later('parts that count'),
    'words': later('words'),
    'questions': later('questions'),
    'weeks_ahead': later('weeks ahead'),
    'cost': later('what it costs'),
}

OFFERINGS = kinds(
    WORDS,
    offering_added=('offering', '', later('The offering was added.')),
    offering_changed=('offering', 'fields', later('Changed: %(fields)s.')),
    offering_archived=('offering', '', later('The offering was put away.')),
    offering_taken_back=('offering', '', later('The offering was taken back.')),
)

SESSIONS = kinds(
    WORDS,
    session_made=('session', 'offering_id starts_at', later('The date was added: %(starts_at)s.')),
    session_changed=('session', 'fields', later('Changed: %(fields)s.')),
    session_moved=('session', 'before after following', later('Moved from %(before)s to %(after)s. All later dates too: %(following)s.')),
    session_cancelled=('session', 'following told', later('Cancelled. People told: %(told)s. All later dates too: %(following)s.')),
    session_skipped=('session', 'following', later('Skipped. All later dates too: %(following)s.')),
    session_unskipped=('session', '', later('On again.')),
    session_finished=('session', 'here not_here unresolved', later('Finished: %(here)s came, %(not_here)s did not, %(unresolved)s open.')),
    session_reopened=('session', '', later('Opened again.')),
    letter_written=('session', 'to_group people', later('A letter to %(people)s people (%(to_group)s).')),
    report_read=('session', 'tool rows matched', later('A report of %(tool)s was read: %(matched)s of %(rows)s rows found.')),
)

SIGN_UPS = kinds(
    WORDS,
    registered=('registration', 'session_id person_id source', later('Signed up by way of %(source)s.')),
    put_in_line=('registration', 'session_id person_id source', later('Put in line by way of %(source)s.')),
    offered=('registration', 'until', later('Offered a spot until %(until)s.')),
    offer_accepted=('registration', '', later('Took the spot.')),
    offer_refused=('registration', '', later('Let the spot go.')),
    offer_ran_out=('registration', '', later('The offer ran out.')),
    promoted=('registration', '', later('Moved up from the line to a spot.')),
    cancelled=('registration', 'session_id', later('Cancelled.')),
    cancellation_undone=('registration', 'session_id', later('The cancelling was undone.')),
    moved_date=('registration', 'before_id after_id', later('Moved to another date.')),
    waived=('registration', '', later('May come without the step before.')),
    invited_to_next=('registration person', 'offering_id', later('Invited to the next step.')),
    invitation_taken_back=('person', '', later('The invitation was taken back.')),
    fee_marked=('registration', 'mark', later('Fee: %(mark)s.')),
    questions_answered=('registration', 'count', later('Answered questions: %(count)s.')),
    needs_given=('registration', '', later('Said what would help to take part.')),
    needs_deleted=('registration session', 'count', later('What would help to take part was deleted: %(count)s.')),
    organisation_linked=('registration', 'organisation_id', later('Linked to the organization %(organisation_id)s.')),
)

ATTENDANCE = kinds(
    WORDS,
    marked=('registration', 'part mark how', later('Part %(part)s: %(mark)s.')),
    mark_undone=('registration', 'part before', later('Part %(part)s: no longer %(before)s.')),
    mark_corrected=('registration', 'part before after', later('Part %(part)s: %(before)s was corrected to %(after)s.')),
    row_matched=('registration', 'report_id number how', later('Found in a report, row %(number)s.')),
    row_discarded=('session', 'report_id number', later('Row %(number)s of a report was left out.')),
    credit_recorded=('person', 'stage attended_on', later('Counted as %(stage)s on %(attended_on)s, from before.')),
    credit_removed=('person', 'stage attended_on', later('No longer counted as %(stage)s on %(attended_on)s.')),
)

IMPORTS = kinds(
    WORDS,
    import_made=('import_batch', 'tool rows people', later('Imported from %(tool)s: %(rows)s rows, %(people)s new people.')),
    import_undone=('import_batch', 'people', later('The import was undone; people taken back: %(people)s.')),
    mapping_saved=('import_mapping import_batch', '', later('What each column means was kept.')),
)

KINDS = OFFERINGS | SESSIONS | SIGN_UPS | ATTENDANCE | IMPORTS
