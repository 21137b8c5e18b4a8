"""The web pages and the command line: both only ask service and draw."""
