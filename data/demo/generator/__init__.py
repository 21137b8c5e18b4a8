"""
Makes the demo shop, file by file, from a seed; nothing in it was observed anywhere.

``python -m data.demo.generator --seed 20261130`` writes ``data/demo`` anew. The shapes of day and
week, the levels and the effects below are assumptions in the range that public sources report for
e-commerce customer service; they are not measurements of any shop.
"""
