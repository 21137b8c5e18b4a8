"""The demo shop: invented data, made by ``data.demo.generator`` and read by ``paiban demo``."""
