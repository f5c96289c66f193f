"""Pictures of the guide, taken from the running demo."""


def take(base, arguments):
    """Take the pictures that docs/pictures.py describes."""
    raise NotImplementedError
