"""A running shop under everything at once, for as long as one likes: nothing fails, nothing grows,
nothing that was acknowledged is missing."""
