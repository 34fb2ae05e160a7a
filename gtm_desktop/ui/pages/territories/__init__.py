"""The territories page: build, lock, put reps on territories, move accounts on the map."""
