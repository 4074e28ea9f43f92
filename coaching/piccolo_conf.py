"""What Piccolo asks for: the engine and the one app. Named by PICCOLO_CONF, which is set in `coaching/__init__.py`."""

from piccolo.conf.apps import AppRegistry

from coaching.kit.database import DB

APP_REGISTRY = AppRegistry(apps=['coaching.piccolo_app'])
__all__ = ['APP_REGISTRY', 'DB']
