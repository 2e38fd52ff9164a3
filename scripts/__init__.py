"""What `make` and the tests need from the machine: an environment, a browser, the browser's Python."""
