"""Sheets for people: what stands on them, how they are handed out in batches, and how they come home."""
