"""Accounts, sign-ins and roles by scope. A sign-in is a browser; a role is a grant with a beginning and an end."""
