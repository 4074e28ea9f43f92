"""A migration that is killed heals at the next start, and of many starters one migrates."""

import subprocess
import sys

from tests.drills.migrations import statements
from tests.drills.starting import ROOT


def test_killed_migrations_heal_and_eight_starters_hinder_nobody():
    command = [sys.executable, '-m', 'tests.drills.migrations', '--each', '17', '--starters', '8', '--rounds', '4']
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert (told.returncode, told.stderr) == (0, ''), told.stdout


def test_a_migration_falls_into_its_statements():
    sql = "create function f() as $$ begin; end $$;\n create table a (b text default ';');\n"
    assert [one.strip() for one in statements(sql)] == ['create function f() as $$ begin; end $$', "create table a (b text default ';')"]
