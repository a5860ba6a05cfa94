"""The whole guide: every row and rule is carried, recognised, and leads to its cause."""
