"""The house itself: settings, usage, doctor."""

from bot.cli import console, options
from bot.cli.options import All, Data, Json, Week


def settings(data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data) as app:
        from rich.text import Text

        from bot.render.replies import settings_text
        from bot.settings import SETTINGS, told_strangers
        from retrieval.text.clean import without_passwords

        rows = [(s.variable, app.settings.shown(s), app.settings.origins[s.name], s.help) for s in SETTINGS]
        if json:
            console.emit([{"variable": v, "value": x, "from": o, "help": h} for v, x, o, h in rows])
        else:
            strangers = told_strangers(app.settings)
            model = without_passwords(app.settings.model_spec)
            told = settings_text(rows, app.settings.in_force, model, strangers)
            console.show(Text(told + "\n"))


def usage(week: Week = None, everything: All = False, data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data) as app:
        from bot.render.documents import spent_document
        from bot.render.replies import usage_reply

        window = options.window(app, None, None, week)
        spent = app.budget.spent(window.start, window.end) if window else app.budget.spent()
        if json:
            console.emit([spent_document(row) for row in spent])
        else:
            options.show(usage_reply(spent, app.budget.caps, app.budget.left(app.settings.user)), everything)


def doctor(data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data) as app:
        from bot.doctor import examine
        from bot.render.replies import doctor_reply
        from bot.sinks.health import channels
        from bot.sinks.health import examine as examine_posts
        from bot.slack.health import examine as examine_slack

        found = [*examine(app), *examine_posts(app), *examine_slack(app.settings, channels(app.settings))]
        if json:
            console.emit([{"name": f.name, "ok": f.well, "detail": f.detail, "remedy": f.remedy} for f in found])
        else:
            options.show(doctor_reply(found), True)
        if not all(f.well for f in found):
            console.leave(console.COULD_NOT)
