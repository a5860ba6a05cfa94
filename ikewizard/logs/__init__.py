"""What a log says: signatures, recognising a dialect, lines to sightings, sightings to facts. Pure."""
