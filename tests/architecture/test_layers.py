"""Who may import whom, held by import-linter."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def test_domains_import_only_downwards():
    program = 'import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())'
    told = subprocess.run(
        [sys.executable, '-c', program, '--config', str(HERE / 'contracts.ini'), '--no-cache'],
        cwd=HERE.parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-1000:]
