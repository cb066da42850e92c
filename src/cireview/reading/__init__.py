"""Reading and answering on a page: what is shown next, answers in journals, and a server for both."""
