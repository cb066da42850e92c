"""The parts of cireview for Python: from a DataFrame to records, ranking, queries and figure."""
