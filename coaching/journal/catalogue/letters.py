"""What each kind of letter is called: where somebody stops it, and where the journal speaks of it."""

from __future__ import annotations

from coaching.kit.words import Later, later

LETTERS: dict[str, Later] = {
    'invitation': later('An offer to help run the network'),
    'spot-saved': later('Your spot is saved'),
    'signed-up-already': later('You had a spot already'),
    'colleague-signed-up': later('Somebody at work saved you a spot'),
    'place-in-line': later('Your place in line'),
    'seat-offered': later('A spot opened for you'),
    'seat-confirmed': later('You moved up from the line'),
    'seat-passed-on': later('A spot went to the next in line'),
    'not-yet': later('Another session comes first'),
    'reminder-day': later('Reminder the day before'),
    'reminder-hour': later('Reminder one hour before'),
    'session-moved': later('A session has a new time'),
    'session-changed': later('A session has a new place'),
    'session-back': later('A session is on after all'),
    'session-cancelled': later('A session is cancelled'),
    'spot-cancelled': later('Your spot is cancelled'),
    'spot-moved': later('Your spot has moved'),
    'my-links': later('The links you asked for'),
    'thank-you-taste': later('Thank you for coming to a Taste'),
    'thank-you-intro': later('Thank you for coming to an Intro'),
    'thank-you-training': later('Thank you for coming to a training'),
    'missed': later('We missed you'),
    'start-asked': later('You asked for cafés'),
    'start-waits': later('Somebody asks for cafés'),
    'start-late': later('Somebody still waits for a call'),
    'start-again': later('Cafés: we ask again'),
    'start-closed': later('Cafés: not now'),
    'team-begins': later('A team begins'),
    'talk-planned': later('A talk with a coach is planned'),
    'talk-moved': later('A talk with a coach has another time'),
    'talk-cancelled': later('A talk with a coach is off'),
    'help-asked': later('A team asks for help'),
    'help-waits': later('A team waits for help'),
    'help-answered': later('Somebody has answered a team'),
    'team-welcome': later('Somebody is of a team'),
    'team-invitation': later('Somebody is invited to a team'),
    'meeting-dates': later('Dates for a team to meet'),
    'meeting-set': later('A team meets'),
    'meeting-moved': later('A team meets at another time'),
    'meeting-off': later('A team does not meet'),
    'correction': later('We put a mistake right'),
    'invite-next': later('An invitation to the next step'),
    'trainer-note': later('A note from your trainer'),
}

EVERY_LETTER: dict[str, Later] = {
    **LETTERS,
    'sign-in': later('A link to sign in'),
    'address-changed': later('An address was changed'),
    'sign-in-changed': later('The address to sign in with was changed'),
    'all': later('all letters'),
}
