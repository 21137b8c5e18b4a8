"""
What is told to others when something happened: to robots of chat groups, to a firm's own server.

A message is kept in the transaction that does what it tells of (``service.roster.telling``), and
sent afterwards by ``sender``, which tries again until the other side took it. It may arrive twice:
where a sender was killed between the other side's answer and keeping it.
"""
