"""The prompt of `broadsheet local`: commands typed by a person, transcripts played, messages as plain text."""
