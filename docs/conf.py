"""How Sphinx makes the site of this folder: `sphinx-build -W --keep-going docs site`."""

import re

from cireview import __version__

project = "cireview"
author = "the cireview developers"
project_copyright = f"{author}, MIT licence"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
# The page names the members that are public.
numpydoc_show_class_members = False
autodoc_typehints = "none"
exclude_patterns = ["examples", "site"]
root_doc = "index"
language = "en"
myst_heading_anchors = 4
myst_links_external_new_tab = False
# Pygments has no lexer for CSV.
suppress_warnings = ["myst.header", "misc.highlighting_failure"]

html_theme = "pydata_sphinx_theme"
html_title = f"cireview {release}"
html_theme_options = {
    "navbar_center": [],
    "navbar_end": ["theme-switcher"],
    "show_prev_next": True,
    "navigation_with_keys": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
}
# Each page shows all parts with their pages.
html_sidebars = {"**": ["globaltoc.html"]}
html_show_sourcelink = False
html_copy_source = False

# Pages of the repository that lie outside this folder: the site has no copy of them.
_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+[^)]*\)")


def drop_links_that_leave(_app, _name, source):
    """Turn a link to a file outside the manual into its words."""
    source[0] = _OUTSIDE.sub(r"\1", source[0])


def setup(app):
    """Take part in reading the pages."""
    app.connect("source-read", drop_links_that_leave)
