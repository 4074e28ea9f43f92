"""What a logged talk can be about, how it went and what stood in its way: the codes of the domain's chapter 3.6, in our words."""

from __future__ import annotations

from collections.abc import Mapping

from coaching.kit.words import Later, later

HOW: Mapping[str, Later] = {'held': later('We talked'), 'attempted': later('I tried to reach them')}
MODES: Mapping[str, Later] = {
    'phone': later('By phone'),
    'video': later('By video'),
    'at_their_place': later('At their place'),
    'elsewhere': later('Somewhere else, in person'),
    'cafe_visit': later('At a café of theirs'),
    'with_other_teams': later('With other teams'),
    'messages': later('By text or email'),
}
PURPOSES: Mapping[str, Later] = {
    'getting_to_know': later('Getting to know each other'),
    'clarifying': later('Need and hopes'),
    'readiness': later('How ready we are'),
    'designing': later('Shaping it together'),
    'planning_cafe': later('Planning the café'),
    'preparing_hosts': later('Preparing hosts'),
    'feedback': later('Looking at feedback'),
    'snag': later('Solving a snag'),
    'evidence': later('Looking at what shows it'),
    'peers': later('Meeting other teams'),
    'partners': later('Partners and money'),
    'policy': later('Rules and systems'),
    'growing_coaches': later('Growing new coaches'),
    'celebrating': later('Celebrating'),
}
METHODS: Mapping[str, Later] = {
    'listened': later('Listened and asked'),
    'modelled': later('Showed how'),
    'co_hosted': later('Hosted together'),
    'watched': later('Watched and told what I saw'),
    'tool': later('Worked through a page together'),
    'rehearsed': later('Practiced'),
    'informed': later('Gave information'),
    'connected': later('Brought people together'),
}
TAGS: Mapping[str, Later] = {
    'time': later('Time'),
    'money': later('Money'),
    'turnover': later('People who leave'),
    'trust': later('Trust'),
    'place': later('A place to meet'),
    'partners': later('Partners'),
    'know_how': later('Know-how'),
    'health': later('Health or energy'),
    'leadership': later('Leadership'),
    'other': later('Something else'),
}
PRESENT: Mapping[str, Later] = {
    'parents': later('Parents who lead'),
    'staff': later('Staff'),
    'champion': later('Champions'),
    'partners': later('Partners'),
    'coaches': later('Other coaches'),
}
ENERGY = range(1, 6)
BY_STEP: Mapping[int, str] = {
    1: 'getting_to_know', 2: 'clarifying', 3: 'readiness', 4: 'designing', 5: 'planning_cafe', 6: 'feedback', 7: 'celebrating',
}  # fmt: skip
"""What a talk is most likely about while a team is at this step."""
