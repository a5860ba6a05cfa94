"""The page through which others follow a session: it shows, and takes nothing in."""
