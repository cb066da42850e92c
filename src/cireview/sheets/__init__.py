"""Sheets for people: their content, how they are handed out in batches, and how they are collected."""
