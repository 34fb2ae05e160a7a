"""The shell around the pages: rail, top bar, status bar, start page. It displays; the controller decides."""
