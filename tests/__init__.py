"""The tests, and the settings under which every one of them runs."""

import atexit
import os
import pathlib
import shutil
import tempfile

FOLDER = pathlib.Path(tempfile.mkdtemp(prefix='cafe-test-'))
FOLDER.chmod(0o755)
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
for name in [name for name in os.environ if name.startswith('COACHING_')] + ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL']:
    os.environ.pop(name, None)
os.environ['COACHING_DATA_DIR'] = str(FOLDER / 'data')
os.environ['COACHING_SECRET'] = 'a secret for tests, thirty-two bytes long at least'
os.environ['COACHING_BASE_URL'] = 'http://localhost:8000'
