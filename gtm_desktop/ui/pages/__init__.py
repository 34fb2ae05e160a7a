"""The six pages, one folder each; `gtm_desktop.ui.pages.registry` makes them."""
