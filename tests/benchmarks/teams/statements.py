"""Which tables a world of teams has, and what is made in them by statements rather than copied."""

COLUMNS = {
    'person': 'id name folded_name email phone language place_id source made_at seen_at',
    'account': 'id person_id email made_at',
    'role_grant': 'account_id role scope_kind scope_id began_at',
    'team': 'id name cafe_name models place_id languages serves began_on made_at',
    'team_state': 'team_id state began_on why recorded_at ended_at',
    'team_organisation': 'team_id organisation_id',
    'team_member': 'team_id person_id role is_parent_leader began_on ended_on why_ended',
    'journey': 'id team_id path_key path_version began_on made_at',
    'step_fact': 'id journey_id step number did happened_on recorded_at by_person_id',
    'step_why': 'fact_id words',
    'purpose_mark': 'journey_id code side number mark happened_on recorded_at by_person_id',
    'reflection': 'journey_id person_id written_on',
    'evidence': 'journey_id step code happened_on words url recorded_at by_person_id',
    'bold_step': 'journey_id what who due_on made_at by_person_id ended_on is_done',
    'step_note': 'journey_id step question number words written_at by_person_id',
    'shared_answer': 'journey_id person_id step question words shared_at',
    'resource': 'journey_id kind words added_at by_person_id',
    'meeting': 'id team_id held_on title decided made_by_id recorded_at',
    'meeting_person': 'meeting_id person_id',
    'next_step': 'team_id what owner_id owner_words due_on state dropped_why contact_id made_by_id made_at ended_on',
    'coaching_plan': 'team_id number parts review_on made_by_id made_at agreed_by_team_on agreed_by_team_id agreed_by_coach_on '
    'agreed_by_coach_id',
    'help_request': 'team_id asked_by_id words asked_at answered_at answered_by_id closed_at',
    'appointment': 'team_id coach_id uid starts_at minutes zone mode state contact_id changed_at',
    'pilot_site': 'id team_id name introduced_by_id made_at',
    'pilot_site_state': 'site_id state began_on recorded_at',
    'contact': 'id author_id draft_key happened_on how mode minutes travel_minutes is_joint present purposes methods touched going_well '
    'in_the_way in_the_way_tags energy visibility next_on recorded_at',
    'contact_team': 'contact_id team_id happened_on how',
    'contact_coach': 'contact_id person_id',
    'contact_addendum': 'contact_id by_id words written_at',
    'assignment': 'team_id person_id role began_on ended_on why_ended recorded_at',
    'registration': 'id session_id person_id state source registered_at nonce',
    'attendance': 'registration_id session_id part mark how marked_at',
}
AS_WRITTEN = {
    'step_fact': 'recorded_at', 'purpose_mark': 'recorded_at', 'evidence': 'recorded_at', 'bold_step': 'made_at', 'meeting': 'held_on',
    'meeting_person': 'meeting_id', 'next_step': 'made_at', 'appointment': 'starts_at', 'contact': 'happened_on',
    'contact_team': 'happened_on', 'contact_coach': 'hashint8(contact_id)', 'help_request': 'asked_at', 'registration': 'registered_at',
    'attendance': 'marked_at', 'step_note': 'written_at', 'coaching_plan': 'made_at',
}  # fmt: skip
"""Tables whose rows come in the order in which they were written, not team by team: a team's rows lie far from each other, as in life."""

JSON = {'contact': 'present', 'coaching_plan': 'parts'}  # which cannot be copied as they are
LOADED = (
    *COLUMNS, 'organisation', 'place', 'coach', 'cover', 'cohort', 'cohort_team', 'sign_in', 'offering', 'offering_words', 'session',
    'session_part', 'progress', 'entry', 'promise', 'help_word',
)  # fmt: skip
SMALL = (
    """insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())
       on conflict do nothing""",
    """insert into place (id, name, folded_name, parent_id, made_at)
       select n, 'Place ' || n, 'place ' || n, case when n > 10 then 1 + n % 10 end, now() from generate_series(1, 110) n""",
    """insert into organisation (id, name, folded_name, kind, place_id, made_at)
       select n, 'Agency ' || n, 'agency ' || n, 'neighborhood_center', 1 + n % 110, now() from generate_series(1, {organisations}) n""",
    """insert into offering (id, slug, kind, rule, wall_time, zone, minutes, parts, min_parts, prerequisite, capacity, languages, made_at)
       select n, k || '-' || n, k, 'FREQ=WEEKLY;BYDAY=FR', time '12:00', 'America/Chicago', 60, 1, 1, '', 40, '{{en,es}}', now()
       from unnest('{{taste,intro,training}}'::text[]) with ordinality o (k, n)""",
    """insert into offering_words (offering_id, language, title, summary)
       select id, code, initcap(kind), 'Small tables.' from offering cross join unnest('{{en,es}}'::text[]) code""",
    """insert into session (id, offering_id, starts_at, ends_at, zone, mode, join_url, capacity, languages, state, uid, made_at, closed_at)
       select 1000 * k + n, k, at, at + interval '1 hour', 'America/Chicago', 'online', 'https://meet.example/room', 5000, '{{en}}',
              'closed', k || '-' || n || '@benchmarks.example', at - interval '60 days', at + interval '1 hour'
       from generate_series(1, 3) k, generate_series(0, 149) n,
            lateral (select timestamptz '{now}' - interval '1 day' * (20 + n * 4)) t (at)
    """,
    """insert into session_part (session_id, number, starts_at, ends_at) select id, 1, starts_at, ends_at from session""",
)
# What is copied for one team after the other is put where time puts it.
FOLLOWING = (
    """insert into coach (person_id, most_teams) select n, case n when 1 then 60 else 12 end from generate_series(1, {coaches}) n""",
    """insert into role_grant (account_id, role, scope_kind, began_at) select n, 'coach', 'network', timestamptz '{now}' - interval '1 year'
       from generate_series(1, {coaches}) n""",
    """insert into cover (coach_id, by_id, from_on, until_on, made_at)
       select n, n + 1, date '{now}' - 3, date '{now}' + 11, timestamptz '{now}' from generate_series(20, {coaches} - 1, 20) n""",
    """insert into sign_in (account_id, token_digest, rotated_at, began_at, seen_at, idle_days, expires_at)
       select id, sha256(convert_to('somebody ' || id, 'UTF8')), now(), now(), now(), 30, now() + interval '300 days' from account
       where id % 2 = 0""",
    """insert into help_word (request_id, by_id, words, written_at) select id, answered_by_id, 'I call you at noon.', answered_at
       from help_request where answered_at is not null""",
    """insert into entry (happened_at, kind, by_how, by_person_id, subject_kind, subject_id, facts)
       select * from (
           select recorded_at, 'step_' || did, 'account', by_person_id, 'team', journey_id, jsonb_build_object('step', step) from step_fact
           union all
           select recorded_at, 'purpose_marked', 'account', by_person_id, 'team', journey_id,
                  jsonb_build_object('code', replace(code, '.', '-'), 'side', side, 'mark', mark) from purpose_mark
           union all
           select recorded_at, 'evidence_added', 'account', by_person_id, 'team', journey_id, jsonb_build_object('step', step) from evidence
           union all
           select made_at, 'next_step_added', 'account', made_by_id, 'team', team_id, '{{}}' from next_step
           union all
           select k.recorded_at, 'talk_logged', 'account', k.author_id, 'team', t.team_id, jsonb_build_object('minutes', k.minutes)
           from contact k join contact_team t on t.contact_id = k.id
       ) told order by 1""",
    """insert into promise (kind, key, person_id, subject_kind, subject_id, made_at, due_at, useful_until, sent_at)
       select 'talk-planned', 'talk-planned:' || a.id || ':' || m.person_id, m.person_id, 'appointment', a.id, a.changed_at, a.changed_at,
              a.starts_at, a.changed_at
       from appointment a join team_member m on m.team_id = a.team_id and m.ended_on is null
       where a.starts_at > timestamptz '{now}' - interval '60 days'""",
)
COHORTS = """
insert into cohort (id, name, kind, began_on, grant_words, made_at)
select n, 'Cohort ' || n, 'grant', $2::date - 400, 'Grant ' || n, $2 from generate_series(1::bigint, $1) n
"""
IN_COHORTS = 'insert into cohort_team (cohort_id, team_id, began_on) select * from unnest($1::bigint[], $2::bigint[], $3::date[])'
SIGN_IN = """
insert into sign_in (account_id, token_digest, rotated_at, began_at, seen_at, idle_days, expires_at)
values ($1, $2, $3, $3, $3, 30, $3::timestamptz + interval '300 days')
"""
KEYS = """
select c.conname, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
       array(select a.attname::text from unnest(c.conkey) with ordinality k (n, i) join pg_attribute a on a.attrelid = c.conrelid
             and a.attnum = k.n order by k.i) as here,
       array(select a.attname::text from unnest(c.confkey) with ordinality k (n, i) join pg_attribute a on a.attrelid = c.confrelid
             and a.attnum = k.n order by k.i) as there
from pg_constraint c where c.contype = 'f' and c.conrelid::regclass::text = any($1)
"""
OUT_OF_ORDER = """
select count(*) from (
    select did, number, by_person_id, lag(did) over w as before, lag(by_person_id) over w as before_by, row_number() over w as place
    from step_fact window w as (partition by journey_id, step order by number)
) f where number <> place or did = 'confirmed' and by_person_id is not distinct from before_by or not (case did
    when 'entered' then before is null
    when 'claimed' then before is null or before in ('entered', 'withdrawn', 'returned', 'reopened', 'taken_up')
    when 'reopened' then before is not distinct from 'confirmed'
    else before is not distinct from 'claimed' end)
"""
