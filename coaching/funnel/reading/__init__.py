"""What others wrote, read: who was in the meeting, and who came before this system.

A *report* is what Zoom, Google Meet or Microsoft Teams says of one meeting; a *sheet* is a table of people as somebody keeps it.
Everything here is pure: bytes in, frozen values out. Its promise: whatever the bytes are, the answer is values or a Refused.
"""
