"""`clausewise desk`: the desk of an office in a browser, its log held to account, its backup, what was kept long
enough, a made-up office."""

from __future__ import annotations

import threading
import time
import urllib.request
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.cli.options import LanguageOption
from clausewise.cli.output import say
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Label, Language

if TYPE_CHECKING:
    from clausewise.desk.folder import DataFolder

_PORT, _LAST_PORT = 8740, 65535
_OPEN_AT = Label("核对台在 {address}（Ctrl-C 停止）", "the desk is at {address} (Ctrl-C stops it)")
_DATA_IN = Label("数据在 {folder}", "its data is in {folder}")
_CODE = Label("第一次使用的一次性代码：{code}", "the code for the first time, once: {code}")
_MADE_UP = Label(
    "虚构的机关，账号 {accounts}，密码都是 {password}",
    "a made-up office; accounts {accounts}, each with the password {password}",
)
_NOT_SAID = Label("本机关还没有写明资料保存几年", "the office has not said for how many years data is kept")
_KEPT = Label("{number}  最后办理 {last}", "{number}  last worked on {last}")
_KEPT_IN_ALL = Label(
    "{number} 家已过保存年限（{years} 年）；--remove 删除",
    "kept for {years} {years:year|years}: {number}; --remove removes them",
)
_REMOVED = Label("已删除 {number} 家", "{number} removed")
_STILL_IN = Label("备份里还有：{backups}", "backups still have them: {backups}")
_GIVEN = Label(
    "{account} 的新密码：{password}（登录后先改）",
    "the new password of {account}: {password} (to be changed on signing in)",
)


def run(
    do: Annotated[
        Literal["open", "verify", "backup", "retention", "new-password", "made-up"],
        typer.Argument(
            metavar="open|verify|backup|retention|new-password|made-up",
            help="open: serve the desk and open it in the browser; verify: hold the log against its chain and every "
            "head of it that is written down; backup: write a copy of everything but the keys; retention: list the "
            "households that were kept as long as the office keeps data, by number and day; new-password: give an "
            "account a password that works until its owner changes it; made-up: open a desk with a made-up office "
            "and made-up families.",
        ),
    ] = "open",
    *,
    language: LanguageOption,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The folder of the desk's data. Left out, the user's own.", show_default=False
        ),
    ] = None,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", help="The port to serve on.")] = _PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    head: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HEAD",
            help="verify: a head of the log as a file copy or a backup has it; repeatable.",
            show_default=False,
        ),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="retention: remove those households, each with an entry in the log.")
    ] = False,
    account: Annotated[
        str, typer.Option(metavar="NAME", help="new-password: whose, by the name they sign in with.")
    ] = "",
    to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="backup: where to; left out, backups in the folder.", show_default=False),
    ] = None,
) -> None:
    """Open the desk of an office in a browser: a family from the first question to a reviewed paper.

    Exit code 0 when all is well, 1 when verify finds the log broken, 2 when something cannot be read or written.
    """
    if not 0 < port <= _LAST_PORT:
        raise RequestError(Diagnostic(f"there is no port {port}", None, f"write a number from 1 to {_LAST_PORT}"))
    folder = _prepared(data, host)
    match do:
        case "verify":
            _verify(head or [], language)
        case "backup":
            _back_up(folder, to, language)
        case "retention":
            _retention(folder, language, removes=remove)
        case "new-password":
            from clausewise.desk.people import give_password

            say(_GIVEN.in_(language).format(account=account, password=give_password(account)))
        case "made-up":
            from clausewise.desk.made_up import ACCOUNTS, PASSWORD, make_up

            make_up()
            accounts = ("、" if language == "zh" else ", ").join(ACCOUNTS)
            say(_MADE_UP.in_(language).format(accounts=accounts, password=PASSWORD))
            _serve(folder, host, port, language, opens=not no_browser)
        case "open":
            _serve(folder, host, port, language, opens=not no_browser)


def _prepared(data: Path | None, host: str) -> DataFolder:
    """The data folder with its tables as they should be. Raises: RequestError."""
    from clausewise.desk.folder import DataFolder, default_folder

    try:
        from clausewise.desk.serving import prepare
    except ModuleNotFoundError as problem:
        mend = "pip install 'clausewise[desk]'"
        raise RequestError(Diagnostic(f"the desk needs {problem.name}", None, mend)) from None
    folder = DataFolder((data or default_folder()).resolve())
    prepare(folder, host)
    return folder


def _serve(folder: DataFolder, host: str, port: int, language: Language, *, opens: bool) -> None:
    from clausewise.desk.models import Person
    from clausewise.desk.packs import current_pack
    from clausewise.desk.serving import find_address, in_address, serve

    # Before anything is said: where nothing can be served, or no pack be opened, the server would end in a trace.
    number = find_address(host, port)
    current_pack()
    address = f"http://{in_address(host)}:{port}/"
    say(_OPEN_AT.in_(language).format(address=address))
    say(_DATA_IN.in_(language).format(folder=folder.root))
    if not Person.objects.exists():
        code = folder.setup_code()
        say(_CODE.in_(language).format(code=code))
        address += f"?code={code}"
    if opens:
        threading.Thread(target=_open_browser, args=(address,), daemon=True).start()
    serve(number, port)


def _open_browser(address: str) -> None:
    """Open the browser once the desk answers."""
    health = address.partition("?")[0] + "health"
    for _ in range(100):
        try:
            urllib.request.urlopen(health, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            webbrowser.open(address)
            return


def _verify(heads: list[str], language: Language) -> None:
    from clausewise.desk.counting import fill
    from clausewise.desk.logbook import faults
    from clausewise.desk.models import LogEntry
    from clausewise.desk.words import WORDS

    found = list(faults(heads))
    for one in found:
        say(one.in_(language))
    if found:
        raise typer.Exit(1)
    say(fill(WORDS["log_is_whole"].in_(language), number=LogEntry.objects.count()))


def _retention(folder: DataFolder, language: Language, *, removes: bool) -> None:
    from clausewise.desk.backing_up import backups_in
    from clausewise.desk.counting import fill
    from clausewise.desk.offices import office_settings
    from clausewise.desk.retaining import kept_long_enough, remove_kept

    years = office_settings().retention_years
    if years is None:
        say(_NOT_SAID.in_(language))
        return
    kept = remove_kept(None) if removes else kept_long_enough()
    for one in kept:
        say(_KEPT.in_(language).format(number=one.household.number, last=one.last))
    if not removes:
        say(fill(_KEPT_IN_ALL.in_(language), number=len(kept), years=years))
        return
    say(_REMOVED.in_(language).format(number=len(kept)))
    if kept and (backups := backups_in(folder)):
        say(_STILL_IN.in_(language).format(backups=", ".join(backups)))


def _back_up(folder: DataFolder, to: Path | None, language: Language) -> None:
    from clausewise.desk.backing_up import back_up
    from clausewise.desk.words import WORDS

    path, head = back_up(folder, to or folder.backups)
    say(WORDS["backed_up"].in_(language).format(path=path, head=head))
