"""Programs that hurt the program on purpose and count what is lost. `docs/reliability.md` has their figures."""
