"""The one command, `thonso`. Each sub-command is a management command of the part it belongs to."""

import os
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands


class _Thonso(ManagementUtility):
    def fetch_command(self, subcommand: str) -> Any:
        """Here the settings are loaded; before that, Django knows only its own commands."""
        from django.conf import settings

        if settings.configured and subcommand not in get_commands():
            sys.stderr.write(f"There is no command {subcommand.replace('_', '-')!r}. `thonso help` lists them.\n")
            sys.exit(2)
        return super().fetch_command(subcommand)


def main() -> None:
    """Run `thonso COMMAND …`. Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rejects."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
    argv = ["thonso", *sys.argv[1:]]
    # `import-units` on the command line, `import_units` as a Python module.
    if len(argv) > 1:
        argv[1] = argv[1].replace("-", "_") if not argv[1].startswith("-") else argv[1]
    try:
        _Thonso(argv).execute()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
