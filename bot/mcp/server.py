"""The protocol's server: what it offers, and how each request is met. It knows nothing of the transports."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import metadata
from typing import Any, TypeVar

import mcp.types as t
from mcp import MCPError
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from pydantic import ValidationError

from bot.library import Library
from bot.mcp import prompts, resources
from bot.mcp.assistant import ASKER, Asker
from bot.mcp.desk import Desk
from bot.mcp.quoted import NOTICE, marked
from bot.mcp.table import TOOLS, Tool
from bot.mcp.tools import Call
from bot.mcp.words import inside, told, unreadable
from bot.render.cures import in_tools
from bot.render.safe import safe_line
from retrieval.errors import BroadsheetError

Context = ServerRequestContext[Any, Any]
T = TypeVar("T")

INSTRUCTIONS = (
    "Broadsheet answers questions from an archive of papers. `ask` gives claims whose quotes were checked by code; "
    "`refused` means that the papers here do not say. `freshness` tells which days are missing. " + NOTICE
)
_HINTS = t.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def server_of(desk: Desk) -> Server[Any]:
    """A server whose calls *desk* works on."""
    offered = _Offered(desk)
    return Server(
        "broadsheet",
        version=metadata.version("broadsheet"),
        title="Broadsheet",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=lambda name: TOOLS[name].arguments() if name in TOOLS else None,
        on_list_tools=offered.tools,
        on_call_tool=offered.call,
        on_list_resources=offered.resources,
        on_list_resource_templates=offered.templates,
        on_read_resource=offered.read,
        on_list_prompts=offered.prompts,
        on_get_prompt=offered.prompt,
    )


class _Offered:
    """A method a request."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def tools(self, ctx: Context, params: t.PaginatedRequestParams | None) -> t.ListToolsResult:
        return t.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def call(self, ctx: Context, params: t.CallToolRequestParams) -> t.CallToolResult:
        """The document of a tool, as it is and as text. What went wrong is a result too, for the agent to read."""
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(t.INVALID_PARAMS, f"There is no such tool. There are: {', '.join(TOOLS)}.")
        steps = 0

        async def tell(line: str) -> None:
            nonlocal steps
            steps += 1
            await ctx.session.report_progress(steps, message=line)

        try:
            given = _read(tool, params.arguments or {})
            library = self.desk.library
            document = await self.desk.work(lambda put: tool.run(Call(library, client_of(ctx), put), given), tell)
        except BroadsheetError as error:
            return _result(told(error, self.desk.library), is_error=True)
        document = _spoken(marked(document), self.desk.library)
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return t.CallToolResult(content=[t.TextContent(type="text", text=text)], structured_content=document)

    async def resources(self, ctx: Context, params: t.PaginatedRequestParams | None) -> t.ListResourcesResult:
        cursor = params.cursor if params else None
        return await self._looked_up(ctx, lambda _: resources.listed(self.desk.library, cursor))

    async def templates(self, ctx: Context, params: Any) -> t.ListResourceTemplatesResult:
        return t.ListResourceTemplatesResult(resource_templates=resources.templates())

    async def read(self, ctx: Context, params: t.ReadResourceRequestParams) -> t.ReadResourceResult:
        return await self._looked_up(ctx, lambda client: resources.read(self.desk.library, params.uri, client))

    async def prompts(self, ctx: Context, params: t.PaginatedRequestParams | None) -> t.ListPromptsResult:
        return t.ListPromptsResult(prompts=prompts.listed())

    async def prompt(self, ctx: Context, params: t.GetPromptRequestParams) -> t.GetPromptResult:
        return await self._looked_up(ctx, lambda _: prompts.made(params.name, params.arguments or {}))

    async def _looked_up(self, ctx: Context, made: Callable[[str], T]) -> T:
        """What *made* gives a client, by its name. What went wrong is the protocol's error: no result tells of it."""
        try:
            return await self.desk.work(lambda _: made(client_of(ctx)), _nobody)
        except BroadsheetError as error:
            raise MCPError(t.INVALID_PARAMS, told(error, self.desk.library)) from error


async def _nobody(line: str) -> None:
    """Progress that nobody is told of."""


def _described(tool: Tool) -> t.Tool:
    return t.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.told,
        input_schema=tool.arguments(),
        output_schema={**tool.gives, "properties": {"notice": {"type": "string"}, **tool.gives["properties"]}},
        annotations=_HINTS,
    )


def _read(tool: Tool, arguments: dict[str, Any]) -> Any:
    try:
        return tool.takes.model_validate(arguments)
    except ValidationError as error:
        raise unreadable(tool.name, error) from error


def _result(text: str, is_error: bool) -> t.CallToolResult:
    return t.CallToolResult(content=[t.TextContent(type="text", text=text)], is_error=is_error)


def client_of(ctx: Context) -> str:
    """Whose budget a request is on: the name of its token, or over stdio what the client calls itself.

    Whoever asks Slack's assistant is who they are to the bot. Raises `NotServedError` if it does not serve them.
    """
    asker: Asker | None = ctx.request.scope.get(ASKER) if ctx.request is not None else None
    if asker:
        return asker.served()
    user = ctx.request.scope.get("user") if ctx.request is not None else None
    info = ctx.session.client_params.client_info if ctx.session.client_params else None
    name = user.display_name if user is not None else info.name if info else ""
    return f"mcp:{safe_line(name)[:60] or 'unnamed'}"


def _spoken(document: dict[str, Any], library: Library) -> dict[str, Any]:
    """*document* with its notes in the words of tools."""
    notes = document.get("notes")
    return document if notes is None else document | {"notes": [inside(in_tools(note), library) for note in notes]}
