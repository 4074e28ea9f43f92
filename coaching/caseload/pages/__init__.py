"""A coach's teams on one page, one team on one page before a call, and the board of a cohort."""

from coaching.caseload.pages import caseload, cohorts, pausing, summary

ROUTES = [*caseload.ROUTES, *pausing.ROUTES, *summary.ROUTES, *cohorts.ROUTES]
