"""The outbox: a letter is promised in the transaction that asks for it, and sent outside of it: claim, send, mark.

PostgreSQL holds the truth; a lease keeps two workers apart; what is no longer useful is not sent.
"""
