"""The one command, `thonso`. Each sub-command is a management command of the part it belongs to."""

import os
import sys


def main() -> None:
    """Run `thonso COMMAND …`. Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rejects."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
    from django.core.management import execute_from_command_line, get_commands

    argv = ["thonso", *sys.argv[1:]]
    # `import-units` on the command line, `import_units` as a Python module.
    if len(argv) > 1:
        argv[1] = argv[1].replace("-", "_") if not argv[1].startswith("-") else argv[1]
        if not argv[1].startswith("-") and argv[1] not in {"help", *get_commands()}:
            sys.stderr.write(f"There is no command {sys.argv[1]!r}. `thonso help` lists them.\n")
            sys.exit(2)
    execute_from_command_line(argv)


if __name__ == "__main__":
    main()
