"""Every change of the network: its organisations, memberships, mandates and figures."""

from kennispact.registers.network.commands.baseline import Party, import_baseline
from kennispact.registers.network.commands.imports import (
    Imported,
    NewFigure,
    Purpose,
    import_population_file,
    import_statistics,
)
from kennispact.registers.network.commands.mandates import (
    appoint,
    end_mandate,
    strike_mandate,
    strike_mandate_end,
)
from kennispact.registers.network.commands.organisations import (
    correct_organisation,
    join_network,
    leave_network,
    register_organisation,
    strike_membership,
)
from kennispact.registers.network.commands.populations import record_population, strike_population

__all__ = [
    "Imported",
    "NewFigure",
    "Party",
    "Purpose",
    "appoint",
    "correct_organisation",
    "end_mandate",
    "import_baseline",
    "import_population_file",
    "import_statistics",
    "join_network",
    "leave_network",
    "record_population",
    "register_organisation",
    "strike_mandate",
    "strike_mandate_end",
    "strike_membership",
    "strike_population",
]
