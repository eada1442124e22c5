"""The root of every error that is the user's to act on."""


class ExplorerError(ValueError):
    """Something was asked for that cannot be done; the message says what would do."""
