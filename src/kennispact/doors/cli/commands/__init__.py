"""The commands, one module a subject."""

import typer

from kennispact.doors.cli.commands import (
    asking,
    covenant,
    drafting,
    invoices,
    keeping,
    ledger,
    linking,
    post,
    products,
    putting_up,
    sending,
    statement,
)


def hang_up(app: typer.Typer) -> None:
    """Give every command its name."""
    app.command("state")(asking.state)
    app.command("contributions")(asking.contributions)
    app.command("register")(asking.register)
    app.command("notice")(asking.notice)
    app.command("calendar")(asking.calendar)
    app.command("setup")(putting_up.setup)
    app.command("exercise")(putting_up.exercise)
    app.command("check")(keeping.check)
    app.command("backup")(keeping.backup)
    app.command("restore")(keeping.restore)
    app.command("link")(linking.link)
    app.command("link-bench")(linking.link_bench)
    app.command("papers")(drafting.papers)
    app.command("template")(drafting.template)
    app.command("package")(drafting.package)
    app.command("signatures")(drafting.signatures)
    app.add_typer(drafting.annex, name="annex")
    app.add_typer(drafting.agreements, name="agreements")
    app.command("work")(sending.work)
    invoices.app.command("send")(sending.send)
    app.add_typer(covenant.app, name="covenant")
    app.add_typer(post.app, name="post")
    app.add_typer(ledger.app, name="ledger")
    app.add_typer(invoices.app, name="invoices")
    app.add_typer(statement.app, name="statement")
    app.add_typer(products.app, name="products")
