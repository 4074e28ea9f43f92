"""Every read of many teams at once; each in the same number of questions, whatever the number of teams."""
