"""Every number that a chip promises, followed to the page of its link, over HTTP."""
