"""Errors, findings, progress, fingerprints, paths, words and child processes: what every other layer rests on."""
