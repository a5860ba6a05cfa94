"""The loop and the screens behind one Protocol."""
