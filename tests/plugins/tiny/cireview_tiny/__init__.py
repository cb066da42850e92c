"""A format, a source, models and a checklist, as another package brings them."""
