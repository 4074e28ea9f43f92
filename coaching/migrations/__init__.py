"""The schema's one history: plain SQL in Piccolo's form, run by `coaching.kit.migrating`."""
