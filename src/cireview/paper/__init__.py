"""The tables, figures, checklists and report that go into the paper."""
