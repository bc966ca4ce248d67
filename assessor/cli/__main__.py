"""`python -m assessor.cli` is the assessor command."""

from assessor.cli.main import main

main()
