"""`python -m web`."""

import sys

import click

if __name__ == "__main__":
    if not sys.argv[1:] or (sys.argv[1].startswith("--") and "--help" not in sys.argv):
        # The first start compiles everything that is imported: seconds without a word.
        click.echo("寻货正在启动……", err=True)
    from web.commands import main

    main()
