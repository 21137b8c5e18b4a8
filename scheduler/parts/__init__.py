"""One large week in parts: dealt out, priced and solved side by side, joined and settled."""
