"""The Slack bot: one answer an event, acknowledged at once, nothing lost.

The way of a question: `listeners` (is it for us? written down, acknowledged) → `jobs` (the table) → `thinking`
(workers that make the reply) → `jobs` (the reply is on disk) → `delivery` (sent once, by `post` or `responder`).
`bot` puts the parts together, `serve` runs it until it is told to stop.
"""
