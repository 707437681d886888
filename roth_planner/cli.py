"""The second front end: what IT, trainers and tests do without a screen.

Exit code 0: done, nothing wrong. 1: done, and something is wrong. 2: could not be done, with one
sentence on standard error and no traceback.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from roth_planner import __version__, cli_health, cli_vault
from roth_planner.errors import CannotWrite, NotAVault, PlannerError

if TYPE_CHECKING:
    from roth_planner.guides.catalogue import Catalogue
    from roth_planner.workbook import Ref, Workbook

OpenWindow = Callable[[str, Path | None], int]


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Do one command; ``open_window`` is called for those that are a window."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.do(given, open_window))
    except PlannerError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. What was finished before is whole and stays.", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        last = error.__traceback__
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        place = f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last else "?"
        print(
            f"The program made a mistake ({type(error).__name__} in {place}) and stopped. What was"
            " saved before is safe. Please tell the makers of ROTH Planner these words.",
            file=sys.stderr,
        )
    return 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """What was asked is not understood: one sentence, as for everything that is not done."""
        self.exit(2, f"{message[:1].upper()}{message[1:]}. Nothing was done; ask {self.prog} -h.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="roth-planner",
        description="ROTH Planner. Without a command it opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"ROTH Planner {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    practice = commands.add_parser("practice", help="practise on sample cases")
    practice.add_argument("--case-file", type=Path, metavar="FILE", help="a case file of your own")
    practice.add_argument("--print-to", type=Path, metavar="DIR", help="no window: every document")
    practice.add_argument("--locked", action="store_true", help="begin as after a lock")
    practice.set_defaults(do=_practice)

    printing = commands.add_parser("print", help="make the documents of one case as PDFs")
    printing.add_argument("vault", type=Path)
    printing.add_argument("case", help="the case's reference, or the initials if they are unique")
    printing.add_argument("--to", type=Path, required=True, metavar="DIR")
    printing.add_argument("--document", action="append", metavar="NAME", help="only this document")
    printing.add_argument("--local-pack", type=Path, metavar="FILE", help="as the window asks it")
    _takes_passphrase(printing)
    printing.set_defaults(do=_print)

    create = commands.add_parser("create", help="make a vault")
    create.add_argument("vault", type=Path)
    _takes_passphrase(create)
    create.set_defaults(do=_create)

    importing = commands.add_parser("import", help="add the case of a case file to a vault")
    importing.add_argument("file", type=Path)
    importing.add_argument("--into", type=Path, required=True, metavar="VAULT")
    _takes_passphrase(importing)
    importing.set_defaults(do=_import)

    guides = commands.add_parser("guides", help="what is asked")
    guides.add_argument("--json", action="store_true", help="one JSON document")
    guides.add_argument("--local-pack", type=Path, metavar="FILE", help="with a local pack over it")
    guides.set_defaults(do=_guides)

    cli_vault.register(commands, _takes_passphrase, _passphrase)
    cli_health.register(commands, _takes_passphrase, _passphrase)

    self_test = commands.add_parser("self-test", help="whether this installation works")
    self_test.add_argument("--json", action="store_true", help="one JSON document")
    self_test.set_defaults(do=_self_test)
    return parser


def _takes_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="read the passphrase from this open file, first line; otherwise it is asked for",
    )


def _passphrase(given: argparse.Namespace, prompt: str = "Passphrase or recovery code: ") -> str:
    if given.passphrase_fd is None:
        try:
            with warnings.catch_warnings():
                # Without a terminal it would be typed for all to see.
                warnings.simplefilter("error", getpass.GetPassWarning)
                return getpass.getpass(prompt)
        except (EOFError, getpass.GetPassWarning):
            raise NotAVault(
                "No passphrase was given, so nothing was opened. Type it when it is asked for in a"
                " terminal, or use --passphrase-fd."
            ) from None
    try:
        with open(given.passphrase_fd, encoding="utf-8", closefd=False) as source:
            return source.readline().rstrip("\r\n")
    except (OSError, ValueError, TypeError, OverflowError):
        raise NotAVault(
            f"No passphrase could be read from file descriptor {given.passphrase_fd}, so nothing"
            " was opened. Check the number and try again."
        ) from None


def _practice(given: argparse.Namespace, open_window: OpenWindow) -> int:
    if given.print_to is None:
        return open_window("locked practice" if given.locked else "practice", given.case_file)
    from roth_planner.practice.cases import fleeting_practice, sample_cases
    from roth_planner.workbook.caseload import case_lines

    files = (given.case_file,) if given.case_file else sample_cases()
    with fleeting_practice(files) as workbook:
        results = [
            _print_case(workbook, line.ref, given.print_to, None) for line in case_lines(workbook)
        ]
    return max(results, default=0)


def _print(given: argparse.Namespace, _open_window: OpenWindow) -> int:
    from roth_planner.workbook.caseload import case_lines
    from roth_planner.workbook.opening import open_workbook

    catalogue = _catalogue(given)
    workbook = open_workbook(given.vault, _passphrase(given))
    try:
        workbook.use(catalogue)
        wanted = given.case.strip().casefold()
        lines = case_lines(workbook)
        found = [line for line in lines if line.reference.casefold() == wanted]
        found = found or [line for line in lines if line.code.casefold() == wanted]
        if len(found) != 1:
            reason = "more than one case is" if found else "no case is"
            raise NotAVault(
                f"In this vault {reason} called that, so nothing was printed. Give the case's"
                " reference as the list of cases shows it."
            )
        return _print_case(workbook, found[0].ref, given.to, given.document)
    finally:
        workbook.close()


def _print_case(workbook: Workbook, case: Ref, folder: Path, only: list[str] | None) -> int:
    from roth_planner.documents import produce

    choices = produce.documents_of(workbook, case)
    keys = {choice.key for choice in choices}
    only = [name.replace("-", "_").removesuffix(".pdf") for name in only] if only else None
    for name in only or ():
        if name not in keys:
            raise CannotWrite(
                f"There is no document called {name} for this case; there are"
                f" {', '.join(sorted(keys))}. Nothing was printed."
            )
    wrong = 0
    for choice in choices:
        if only and choice.key not in only:
            continue
        try:
            made = produce.make(workbook, case, choice)
        except PlannerError as error:
            print(f"{choice.file_name}: {error}", file=sys.stderr)
            wrong = 1
            continue
        file = produce.save(made.data, folder / choice.folder / choice.file_name)
        print(f"{file}  ({made.pages} page{'' if made.pages == 1 else 's'})")
        try:
            produce.note_copy(workbook, case, choice, made, "saved")
        except PlannerError as error:
            print(f"{choice.file_name}: the copy was not noted. {error}", file=sys.stderr)
            wrong = 1
        for notice in made.notices:
            print(f"{choice.file_name}: {notice}", file=sys.stderr)
    return wrong


def _create(given: argparse.Namespace, _open_window: OpenWindow) -> int:
    from roth_planner.workbook import Workbook

    passphrase = _passphrase(given, "New passphrase: ")
    if given.passphrase_fd is None and getpass.getpass("The same again: ") != passphrase:
        raise CannotWrite("The two passphrases differ, so no vault was made. Try again.")
    workbook, recovery_code = Workbook.create(given.vault, passphrase)
    workbook.close()
    print(f"Recovery code: {recovery_code}")
    print("Write it down now and keep it away from the laptop. It is shown once and kept nowhere.")
    return 0


def _import(given: argparse.Namespace, _open_window: OpenWindow) -> int:
    from roth_planner.practice.case_file import load_case_file, read_case_file
    from roth_planner.workbook.opening import open_workbook

    data = read_case_file(given.file)
    workbook = open_workbook(given.into, _passphrase(given))
    try:
        if bool(data.get("practice")) != workbook.practice:
            raise NotAVault(
                "A practice case goes into a practice vault only, and a real case into a real one."
                " Nothing was changed."
            )
        load_case_file(workbook, given.file)
    finally:
        workbook.close()
    print("The case was added.")
    return 0


def _catalogue(given: argparse.Namespace) -> Catalogue:
    """What is asked, with a local pack over it if one was given."""
    from roth_planner.guides import local

    return local.catalogue_with(given.local_pack) if given.local_pack else local.core_catalogue()


def _guides(given: argparse.Namespace, _open_window: OpenWindow) -> int:
    from roth_planner.guides import listing
    from roth_planner.guides.catalogue import faults
    from roth_planner.guides.local import core_catalogue
    from roth_planner.guides.pack import BadPack

    try:
        catalogue = _catalogue(given)
        wrong: list[str] = []
    except BadPack as error:
        catalogue, wrong = core_catalogue(), [str(fault) for fault in error.faults]
    print(listing.as_json(catalogue) if given.json else listing.as_text(catalogue))
    found = wrong or faults(catalogue)
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


def _self_test(given: argparse.Namespace, open_window: OpenWindow) -> int:
    from roth_planner import selftest

    return selftest.run(lambda: open_window("self-test", None), as_json=given.json)
