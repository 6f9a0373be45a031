"""Broadsheet for other people's agents: the Model Context Protocol, over stdio and over Streamable HTTP.

`table` names the tools, `tools` does what they say, `desk` runs them in threads and within limits, `server` speaks the
protocol; `stdio` and `http` are the two ways in. Everything here only reads: no paper is fetched and nothing is posted.
"""
