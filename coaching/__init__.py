"""Café Path: the one place where café programmes run their sessions, walk the path and look after their teams."""

import os

os.environ.setdefault('PICCOLO_CONF', 'coaching.piccolo_conf')
# a sheet from outside is read by the parser that refuses entities (defusedxml), also where lxml is there for other things
os.environ.setdefault('OPENPYXL_LXML', 'False')
