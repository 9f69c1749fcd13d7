"""`python -m partnercheck`, and the `partnercheck` command."""

import gc
import sys


def main() -> None:
    """Run the command line and exit: 0 fine, 1 the answer is no, 2 the job could not be done, 130 on Ctrl-C."""
    code = 130
    try:
        code = _run()
    except KeyboardInterrupt:  # also while everything is still being imported
        pass
    except Exception as problem:  # noqa: BLE001 - here stands the last guard; tests call `run`, where there is none
        from partnercheck.cli.app import told

        if sys.stderr is not None:
            print(told(problem), file=sys.stderr)  # noqa: T201 - whatever else prints may be what is broken
        code = 2
    gc.freeze()  # all that is left goes with the process; looking through it for garbage takes a seventh of a run
    sys.exit(code)


def _run() -> int:
    import os

    gc.disable()  # a run is short, and looking for garbage takes a tenth of it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads every package installed
    from partnercheck.cli.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    main()
