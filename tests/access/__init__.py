"""Who may do what: every route × method × role × whose, as `expected.py` says; and what holds for all of them."""
