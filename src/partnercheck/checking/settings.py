"""What a check looks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Which codes are looked for, and whether partnerships are simulated."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    simulate: bool = True

    def wants(self, codes: tuple[str, ...]) -> bool:
        """Whether any of these codes is looked for; a setting may name a code or how codes start."""
        return any(
            (not self.select or code.startswith(self.select)) and not (self.ignore and code.startswith(self.ignore))
            for code in codes
        )
