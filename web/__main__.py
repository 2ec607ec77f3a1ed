"""`python -m web`."""

from web.commands import main

if __name__ == "__main__":
    main()
