"""The use cases (ask, tldr, digest, weekly) and the surfaces people meet them on."""
