"""Parts that other packages bring: formats, sources, ranking models and checklists (docs/plugins.md)."""

from cireview.plugins.entries import GROUPS, Plugin, blame, blaming, list_origins, list_plugins, owner_of
from cireview.plugins.registry import Registry

__all__ = ["GROUPS", "Plugin", "Registry", "blame", "blaming", "list_origins", "list_plugins", "owner_of"]
