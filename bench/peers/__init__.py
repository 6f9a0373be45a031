"""What people would otherwise use, one file a peer, each run in an environment of its own."""
