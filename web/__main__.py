"""`python -m web`."""

from web.command import web

if __name__ == "__main__":
    web()
