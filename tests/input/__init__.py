"""What people type stays what they typed: in pages, letters, calendars and tables, and whatever bytes they send."""
