"""One file per page of the web app."""
