"""A command line to type at."""

from __future__ import annotations

import pytest

from roth_planner.__main__ import main

from .tools import Ran, Run, typed


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*arguments: object, passphrase: str | None = None) -> Ran:
        given = [str(argument) for argument in arguments]
        capsys.readouterr()
        if passphrase is None:
            code = main(given)
        else:
            with typed(passphrase) as number:
                code = main([*given, "--passphrase-fd", str(number)])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return ran
