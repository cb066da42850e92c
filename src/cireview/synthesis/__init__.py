"""The synthesis: chosen tables and figures of what was coded, each from one definition in every format."""
