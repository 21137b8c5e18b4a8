"""Tables as pictures, to be sent round and printed."""
