"""The kit: cards, tiles, tags, tables, charts and the map. Each displays a frozen value and emits what was meant."""
