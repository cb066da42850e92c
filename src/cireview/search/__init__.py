"""Run searches by API, try again what broke off, complete records, and log what was searched."""
