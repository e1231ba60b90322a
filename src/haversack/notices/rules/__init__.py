"""When is somebody told, and of what? Plain values and `now` in, an answer out."""
