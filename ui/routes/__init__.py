"""Routes beside the pages, and what is counted of them."""
