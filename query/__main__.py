"""`python -m query`."""

from query.commands import main

if __name__ == "__main__":
    main()
