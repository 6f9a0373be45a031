"""For a person's own agent, which starts this process and talks to it on stdin and stdout."""

from __future__ import annotations

from bot.library import Library
from bot.mcp.desk import Desk
from bot.mcp.server import server_of


def serve(library: Library) -> None:
    """Answer on stdin and stdout until the other side closes them. stdout carries the protocol and nothing else."""
    import anyio

    anyio.run(_served, library)


async def _served(library: Library) -> None:
    from mcp.server.stdio import stdio_server

    desk = Desk(library)
    server = server_of(desk)
    try:
        # While it lasts, whatever else is written to stdout goes to stderr.
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    finally:
        desk.close()
