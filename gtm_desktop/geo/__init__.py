"""Offline gazetteer, distance and travel time, territory shapes and the base map."""
