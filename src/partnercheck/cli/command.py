"""How a command shows its help."""

from typing import Any

from typer.core import TyperCommand


class PlainCommand(TyperCommand):
    """A command whose help shows what its arguments are called, and not of which type of Python they are."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - what typer passes on
        super().__init__(*args, **options)
        for each in self.params:
            if each.param_type_name == "argument":
                setattr(each, "display_type_rich", lambda **_: "")  # noqa: B010 - a method, for this argument only
