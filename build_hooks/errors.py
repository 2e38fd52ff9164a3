"""What stops a build: one kind of error, whose message says where, what was expected and what to do."""


class BuildError(Exception):
    """Stops the build.  The message is for the person who runs it."""
