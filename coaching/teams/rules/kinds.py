"""What kinds of organisations there are (`domain.md` 2.3) and which part of a community each speaks for."""

from __future__ import annotations

from coaching.kit.words import Later, later

KINDS: dict[str, Later] = {
    'early_care': later('Child care or preschool'),
    'neighborhood_center': later('Neighborhood center'),
    'family_center': later('Family resource center'),
    'school': later('School'),
    'newcomer_agency': later('Group for immigrants and refugees'),
    'faith': later('Faith group'),
    'health_department': later('Health department'),
    'other': later('Other agency for children and families'),
    'district': later('School district'),
    'business': later('Business'),
    'service_club': later('Service club'),
    'nonprofit': later('Nonprofit'),
    'informal_group': later('Group of friends or neighbors'),
    'funder': later('Funder'),
    'state_agency': later('State agency'),
}

SECTORS: dict[str, Later] = {
    'education': later('Education'),
    'business': later('Business'),
    'faith': later('Faith'),
    'service_club': later('Service club'),
    'nonprofit': later('Nonprofit'),
    'health': later('Health'),
    'government': later('Government'),
    'parent_organisation': later('Parent group'),
    'informal_network': later('Informal network'),
}
