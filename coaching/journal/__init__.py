"""The journal: what happened, who did it and when. Its catalogue is closed, its rows are never changed, its readers are people.

It holds ids, kinds and the names of fields; the words somebody gave as a reason stand in a row of their own that can be erased.
"""
