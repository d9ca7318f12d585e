"""Sphinx: these Markdown pages as a site. ``sphinx-build -W docs docs/_build``, with the extra ``docs``."""

project = "Counterlife"
author = "Counterlife contributors"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Counterlife"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
