"""The wizard as a process: the real command in a pseudo-terminal or a pipe."""
