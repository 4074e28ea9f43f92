"""Offerings, sessions, sign-ups, who came, and what was imported."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'taste': later('Taste'),
    'intro': later('Intro'),
    'training': later('Training'),
    'here': later('here'),
    'partly': later('here for a part'),
    'not_here': later('not here'),
    'excused': later('excused'),
    'none': later('no word'),
    'fee': later('owes the fee'),
    'paid': later('has paid'),
    'scholarship': later('scholarship'),
    'zoom': later('Zoom'),
    'meet': later('Google Meet'),
    'teams': later('Microsoft Teams'),
    'sheet': later('a spreadsheet'),
    'eventbrite': later('Eventbrite'),
    'team_list': later('a list of teams'),
    'member_list': later('a list of who is in which team'),
    'assignment_list': later('a list of who coaches which team'),
    'talk_list': later('a list of talks'),
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

SOURCES = {
    'self': later('by themselves'),
    'colleague': later('by a colleague'),
    'trainer': later('by a trainer'),
    'paste': later('from a pasted list'),
    'import': later('from an import'),
    'walk_in': later('at the door'),
    'moved': later('from another date'),
    'next': later('after an invitation'),
}

GROUPS = {
    'all': later('everybody with a spot'),
    'here': later('those who were here'),
    'not_here': later('those who were not here'),
    'waiting': later('those who wait in line'),
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
    session_moved=(
        'session', 'before after following', later('Moved from %(before)s to %(after)s, and all later dates with it.'),
        {'following': later('Moved from %(before)s to %(after)s.')},
    ),
    session_cancelled=(
        'session', 'following told', later('Cancelled, and all later dates with it. People told: %(told)s.'),
        {
            'following': later('Cancelled. People told: %(told)s.'), 'told': later('Cancelled, and all later dates with it.'),
            'following told': later('Cancelled. Nobody had to be told.'),
        },
    ),
    session_skipped=('session', 'following', later('Skipped, and all later dates with it.'), {'following': later('Skipped.')}),
    session_unskipped=('session', '', later('On again.')),
    session_finished=(
        'session', 'here not_here unresolved', later('Finished. Came: %(here)s. Did not come: %(not_here)s. Not known: %(unresolved)s.'),
        {'unresolved': later('Finished. Came: %(here)s. Did not come: %(not_here)s.')},
    ),
    session_reopened=('session', '', later('Opened again.')),
    report_read=('session', 'tool rows matched', later('A report from %(tool)s was read. People found: %(matched)s of %(rows)s.')),
) | kinds(GROUPS, letter_written=('session', 'to_group people', later('An email was written to %(to_group)s (%(people)s).')))

SIGN_UPS = kinds(
    SOURCES,
    registered=('registration', 'session_id person_id source', later('Signed up %(source)s.')),
    put_in_line=('registration', 'session_id person_id source', later('Signed up %(source)s, and put in line.')),
) | kinds(
    WORDS,
    offered=('registration', 'until', later('Offered a spot until %(until)s.')),
    offer_accepted=('registration', '', later('Took the spot.')),
    offer_refused=('registration', '', later('Let the spot go.')),
    offer_ran_out=('registration', '', later('The offer ran out.')),
    promoted=('registration', '', later('Moved up from the line to a spot.')),
    cancelled=('registration', 'session_id', later('The spot was cancelled.')),
    cancellation_undone=('registration', 'session_id', later('The cancelling was undone.')),
    moved_date=('registration', 'before_id after_id', later('Moved to another date.')),
    waived=('registration', '', later('May come without the step before.')),
    invited_to_next=('registration person', 'offering_id', later('Invited to the next step.')),
    invitation_taken_back=('person', '', later('The invitation was taken back.')),
    fee_marked=('registration', 'mark', later('Fee: %(mark)s.')),
    questions_answered=('registration', 'count', later('Answered questions: %(count)s.')),
    needs_given=('registration', '', later('Said what would help to take part.')),
    needs_deleted=('registration session', 'count', later('What would help people to take part was deleted.')),
    organisation_linked=('registration', 'organisation_id', later('Linked to an organization.')),
)

GROUP_ANSWERS = kinds(
    WORDS,
    group_linked=('organisation', 'people', later('A group that people wrote means this one. People: %(people)s.')),
    group_dropped=('group_answer', 'people', later('A group that people wrote is none of ours. People: %(people)s.')),
    group_answer_undone=('group_answer', 'people', later('What a group means was taken back. People: %(people)s.')),
)

ATTENDANCE = kinds(
    WORDS,
    marked=('registration', 'part mark how', later('Part %(part)s: marked %(mark)s.'), {'part': later('Marked %(mark)s.')}),
    mark_undone=(
        'registration', 'part before', later('Part %(part)s: the mark “%(before)s” was taken back.'),
        {'part': later('The mark “%(before)s” was taken back.')},
    ),
    mark_corrected=(
        'registration', 'part before after', later('Part %(part)s: the mark “%(before)s” was corrected to “%(after)s”.'),
        {'part': later('The mark “%(before)s” was corrected to “%(after)s”.')},
    ),
    row_matched=('registration', 'report_id number how', later('Found in a report, row %(number)s.')),
    row_discarded=('session', 'report_id number', later('Row %(number)s of a report was left out.')),
    walk_in_removed=('registration', 'session_id marks', later('Taken off the list: did not walk in.')),
    walk_in_put_back=('registration', 'session_id', later('Put back on the list.')),
    credit_recorded=('person', 'stage attended_on', later('Counted: %(stage)s on %(attended_on)s, from before or elsewhere.')),
    credit_removed=('person', 'stage attended_on', later('Counted no longer: %(stage)s on %(attended_on)s.')),
)

IMPORTS = kinds(
    WORDS,
    import_made=('import_batch', 'tool rows people', later('Imported from %(tool)s. Rows: %(rows)s. New people: %(people)s.')),
    import_undone=('import_batch', 'people', later('The import was undone. People taken back: %(people)s.')),
    mapping_saved=('import_mapping import_batch', '', later('What each column means was kept.')),
)

KINDS = OFFERINGS | SESSIONS | SIGN_UPS | GROUP_ANSWERS | ATTENDANCE | IMPORTS
