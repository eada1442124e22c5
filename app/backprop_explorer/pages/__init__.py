"""The HTML pages: the page shell, the API's documentation, and the files they load."""
