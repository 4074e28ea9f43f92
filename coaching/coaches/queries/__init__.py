"""Every read of coaches; what a list needs of many teams comes in one query, whatever their number."""
