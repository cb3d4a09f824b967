"""Run the command as ``python -m supportmap.cli``."""

from supportmap.cli import main

main()
