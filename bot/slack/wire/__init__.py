"""Where Slack itself is met: sockets, HTTP, the Web API, its pace and its faults."""
