"""Find where a value ends in the text of a YAML file, so that a change leaves all other lines unchanged."""

from __future__ import annotations

import re

import yaml


def end_of(text: str, node: yaml.Node) -> int:
    """Return where a value ends: one in lines ends with its last entry, before comments and blanks."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return end_of(text, node.value[-1])
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return end_of(text, node.value[-1][1])
    index: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        # YAML lets a text in lines end where the next key begins.
        return len(text[:index].rstrip())
    return index


def end_of_line(text: str, start: int) -> int:
    """Return the end of the line that contains the place `start`."""
    found = re.compile(r"\r?\n|$").search(text, start)
    return found.start() if found else len(text)


def newline_of(text: str) -> str:
    """Return how the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"
