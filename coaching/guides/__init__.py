"""Hosting guides: what a host or a team reads before a café, takes along to the table, or hangs on the wall.

A guide is **about** steps of a path, models of café and protective factors; it is never about a family. Its words are content, checked
before anybody reads them: strict keys, links and places on pages that exist, pictures of our own only, easy to read in each language.
"""
