"""The one Piccolo app: all tables, one history."""

import pathlib

from piccolo.conf.apps import AppConfig, table_finder

FOLDER = pathlib.Path(__file__).parent
DOMAINS = ('journal', 'outbox', 'people', 'teams', 'accounts', 'coaches', 'readiness', 'funnel', 'path', 'caseload', 'sheets', 'guides')

APP_CONFIG = AppConfig(
    app_name='coaching',
    migrations_folder_path=str(FOLDER / 'migrations'),
    table_classes=table_finder([f'coaching.{domain}.tables' for domain in DOMAINS]),
)
