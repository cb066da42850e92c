"""`python -m cireview` is `cireview`."""

from cireview.cli import main

main()
