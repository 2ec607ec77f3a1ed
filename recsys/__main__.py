"""`python -m recsys`."""

from recsys.commands import main

if __name__ == "__main__":
    main()
