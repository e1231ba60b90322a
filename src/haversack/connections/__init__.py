"""Finding a person's providers, connecting to their portals, fetching from them and going on fetching."""
