"""The window: Qt, and nothing but Qt. Displays frozen views, emits what the user meant."""
