"""A walk as a document: transcript, Markdown, text, JSON; and the blotting out of secrets. Pure."""
