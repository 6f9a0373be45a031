"""The local Slack as a page on 127.0.0.1: what `broadsheet local --web` opens.

`serve` puts it together; `door` says who is let in; `server` answers; `feed` tells each open page what its person
sees; `actions` is what a person can do; `trouble` is what can go wrong on purpose. What the browser runs is in
`static`: plain modules, nothing to build.
"""
