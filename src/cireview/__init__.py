"""One folder is one systematic literature review, from a written protocol to the tables of the paper."""

__version__ = "0.1.0"
