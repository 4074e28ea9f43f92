"""Every part of the pages in every state: full, empty, with mistakes and with names that are very long."""
