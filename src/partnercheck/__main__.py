"""`python -m partnercheck`, and the `partnercheck` command."""

import sys


def main() -> None:
    """Run the command line and exit: 0 fine, 1 the answer is no, 2 the job could not be done, 130 on Ctrl-C."""
    import gc
    import os

    gc.disable()  # a run is short, and looking for garbage takes a tenth of it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads every package installed
    from partnercheck.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
