"""Café Path: the one place where café programmes run their sessions, walk the path and look after their teams."""

import os

os.environ.setdefault('PICCOLO_CONF', 'coaching.piccolo_conf')
