"""Casa Verde on paper: what it sells, where that is made, from what, and who works there. All of it is invented.

`data/generate.py` turns these tables into the files that a real company would load.
"""

from dataclasses import dataclass

SEED = 20261101
SIBIU, BACAU = "Sibiu", "Bacău"
GRILLS, FURNITURE, HEATERS = "Grills", "Garden furniture", "Patio heaters"
PLANTERS, SPARES, PAVILIONS = "Planters", "Spare parts", "Pavilions"
FAMILIES = (GRILLS, FURNITURE, HEATERS, PLANTERS, SPARES, PAVILIONS)
REGIONS = ("Romania", "Central Europe", "Western Europe")
CLASSES = ("DIY chains", "Garden centres", "Web", "Projects")


@dataclass(frozen=True, slots=True)
class Article:
    """One SKU: list price in Romania [lei], units in the 12 months to October 2026, growth a year, margin on the net price.

    `hours` are the hours of all lines for one unit, split by the recipe; 0 for what is bought ready.
    """

    sku: str
    name: str
    family: str
    profile: str
    recipe: str
    price: float
    units: float
    growth: float
    margin: float
    hours: float
    volume_m3: float
    launch: str = ""
    end: str = ""
    like: str = ""
    chance: float = 1.0  # share of the months in which a spare part is asked for
    outside_limit: float = 0.0  # units a month that a subcontractor may make
    both_plants: bool = False


# fmt: off
ARTICLES = (
    Article("GR-110", "Kettle grill Brasa 47", GRILLS, "charcoal", "kettle", 265, 15500, 0.01, 0.31, 0.72, 0.09),
    Article("GR-115", "Kettle grill Brasa 57", GRILLS, "charcoal", "kettle", 385, 14000, 0.03, 0.33, 0.95, 0.13),
    Article("GR-120", "Barrel grill Hornada", GRILLS, "charcoal", "kettle", 540, 6500, 0.0, 0.27, 1.45, 0.21, end="2026-12"),
    Article("GR-125", "Barrel grill Hornada II", GRILLS, "charcoal", "kettle", 590, 4600, 0.08, 0.34, 1.4, 0.2, launch="2025-12", like="GR-115"),
    Article("GR-210", "Gas grill Vento 2", GRILLS, "gas", "gas", 890, 7000, 0.02, 0.3, 2.1, 0.24),
    Article("GR-215", "Gas grill Vento 3", GRILLS, "gas", "gas", 1190, 5600, 0.04, 0.33, 2.7, 0.3),
    Article("GR-220", "Gas grill Vento 4 Plus", GRILLS, "gas", "gas", 1690, 2500, 0.05, 0.36, 3.6, 0.38),
    Article("GR-310", "Electric grill Volta", GRILLS, "gas", "electric", 760, 3600, 0.0, 0.35, 1.6, 0.16, launch="2026-09", like="GR-210"),
    Article("GR-410", "Portable grill Popas", GRILLS, "gas", "", 149, 16500, 0.02, 0.28, 0, 0.03),
    Article("GR-510", "Grill cover, large", GRILLS, "gas", "textile", 119, 13000, 0.03, 0.38, 0.42, 0.01),
    Article("GF-110", "Bistro set Lucca, 3 pieces", FURNITURE, "metal set", "metal", 520, 9300, 0.02, 0.3, 1.7, 0.22),
    Article("GF-115", "Dining set Lucca, 4 seats", FURNITURE, "metal set", "metal", 1290, 5100, 0.02, 0.32, 3.7, 0.46, outside_limit=120),
    Article("GF-120", "Dining set Lucca, 6 seats", FURNITURE, "metal set", "metal", 1790, 2600, 0.03, 0.33, 4.9, 0.62),
    Article("GF-130", "Stacking chair Nero", FURNITURE, "metal set", "metal", 189, 20000, 0.0, 0.27, 0.6, 0.08, both_plants=True),
    Article("GF-210", "Sun lounger Marea", FURNITURE, "wood", "wood textile", 690, 6300, 0.03, 0.34, 2.3, 0.31),
    Article("GF-215", "Deck chair Dune", FURNITURE, "wood", "wood textile", 219, 14500, 0.01, 0.3, 0.75, 0.06),
    Article("GF-220", "Oak bench Codru 150", FURNITURE, "wood", "wood", 640, 4700, 0.0, 0.31, 2.2, 0.34),
    Article("GF-310", "Lounge set Terasa", FURNITURE, "wood", "wood textile", 2450, 1750, 0.26, 0.37, 7.6, 0.95),
    Article("GF-410", "Seat cushion set", FURNITURE, "wood", "textile", 139, 21000, 0.02, 0.36, 0.48, 0.03),
    Article("GF-420", "Parasol 3 m", FURNITURE, "wood", "", 329, 8300, 0.01, 0.29, 0, 0.05),
    Article("PH-110", "Patio heater Flama 8 kW", HEATERS, "heater", "heater", 640, 8700, -0.1, 0.29, 1.75, 0.17),
    Article("PH-115", "Patio heater Flama 13 kW", HEATERS, "heater", "heater", 890, 5600, -0.09, 0.31, 2.2, 0.19),
    Article("PH-120", "Pyramid heater Flama Tower", HEATERS, "heater", "heater", 1390, 2300, -0.12, 0.33, 3.3, 0.27),
    Article("PH-210", "Infrared wall heater Raza 2 kW", HEATERS, "heater", "", 410, 5000, -0.04, 0.27, 0, 0.03),
    Article("PH-215", "Table heater Flama Mini", HEATERS, "heater", "heater", 345, 5200, -0.08, 0.28, 0.95, 0.06),
    Article("PL-110", "Steel planter Bora 40", PLANTERS, "planter", "planter", 165, 15500, 0.07, 0.32, 0.46, 0.07, outside_limit=300),
    Article("PL-115", "Steel planter Bora 60", PLANTERS, "planter", "planter", 245, 11000, 0.06, 0.33, 0.64, 0.12),
    Article("PL-120", "Raised bed Livada 120", PLANTERS, "planter", "planter", 390, 6300, 0.09, 0.31, 1.1, 0.16, both_plants=True),
    Article("PL-130", "Larch planter Codru 80", PLANTERS, "planter", "wood", 285, 7200, 0.05, 0.34, 0.95, 0.14),
    Article("PL-310", "Planter Terra 35", PLANTERS, "planter", "wood", 129, 7800, 0.1, 0.36, 0.4, 0.05, launch="2026-03", like="PL-110"),
    Article("PL-315", "Planter Terra 55", PLANTERS, "planter", "wood", 219, 5200, 0.1, 0.37, 0.66, 0.1, launch="2026-03", like="PL-115"),
    Article("SP-101", "Burner kit Vento", SPARES, "flat", "", 145, 1150, 0.0, 0.4, 0, 0.01, chance=0.6),
    Article("SP-102", "Igniter kit", SPARES, "flat", "", 59, 1900, 0.02, 0.4, 0, 0.01, chance=0.7),
    Article("SP-103", "Cast-iron grate", SPARES, "flat", "", 118, 1400, 0.0, 0.36, 0, 0.01, chance=0.5),
    Article("SP-104", "Hinge set Brasa", SPARES, "flat", "spare", 46, 900, 0.0, 0.4, 0.16, 0.01, chance=0.4),
    Article("SP-105", "Reflector Flama", SPARES, "flat", "spare", 96, 520, -0.03, 0.38, 0.3, 0.02, chance=0.35),
    Article("SP-106", "Wheel kit Vento", SPARES, "flat", "", 39, 820, 0.0, 0.4, 0, 0.01, chance=0.45),
    Article("PV-110", "Pavilion Arbore 3 × 3", PAVILIONS, "pavilion", "timber", 6900, 410, 0.03, 0.33, 19, 1.6),
    Article("PV-115", "Pavilion Arbore 3 × 4", PAVILIONS, "pavilion", "timber", 8900, 320, 0.04, 0.34, 24, 2.1),
    Article("PV-120", "Steel pergola Umbra 4 × 4", PAVILIONS, "pavilion", "metal", 12400, 235, 0.05, 0.35, 32, 1.9),
    Article("PV-130", "Pavilion Arbore 4 × 6", PAVILIONS, "pavilion", "timber", 19500, 85, 0.02, 0.36, 50, 4.2),
)
# fmt: on

# Month by month, January to December; each row is scaled to a mean of 1.
SEASONS: dict[str, tuple[float, ...]] = {
    "charcoal": (0.86, 1.42, 1.74, 1.6, 1.4, 1.2, 0.9, 0.6, 0.42, 0.38, 0.42, 0.44),
    "gas": (0.5, 0.75, 1.15, 1.7, 1.85, 1.75, 1.3, 0.85, 0.6, 0.5, 0.5, 0.55),
    "metal set": (1.0, 1.6, 1.84, 1.53, 1.2, 1.06, 0.95, 0.58, 0.48, 0.43, 0.45, 0.48),
    "wood": (0.7, 0.9, 1.3, 1.36, 1.36, 1.33, 1.27, 0.85, 0.72, 0.68, 0.72, 0.76),
    "heater": (0.72, 0.8, 0.7, 0.5, 0.3, 0.3, 0.4, 0.75, 1.9, 2.2, 1.8, 1.1),
    "planter": (0.8, 1.1, 1.28, 1.22, 1.1, 1.0, 0.95, 0.9, 0.98, 0.95, 0.82, 0.8),
    "flat": (1.0,) * 12,
    "pavilion": (0.85, 0.95, 1.12, 1.2, 1.22, 1.16, 1.06, 0.95, 0.92, 0.88, 0.84, 0.8),
}

# Share of an article's hours on each line of its plant.
RECIPES: dict[str, tuple[str, dict[str, float]]] = {
    "kettle": (SIBIU, {"Presses": 0.22, "Welding": 0.2, "Painting": 0.28, "Assembly Sibiu": 0.3}),
    "gas": (SIBIU, {"Presses": 0.2, "Welding": 0.22, "Painting": 0.1, "Assembly Sibiu": 0.48}),
    "electric": (SIBIU, {"Presses": 0.22, "Welding": 0.14, "Painting": 0.14, "Assembly Sibiu": 0.5}),
    "metal": (SIBIU, {"Presses": 0.14, "Welding": 0.36, "Painting": 0.3, "Assembly Sibiu": 0.2}),
    "heater": (SIBIU, {"Presses": 0.2, "Welding": 0.22, "Painting": 0.24, "Assembly Sibiu": 0.34}),
    "planter": (SIBIU, {"Presses": 0.3, "Welding": 0.25, "Painting": 0.3, "Assembly Sibiu": 0.15}),
    "spare": (SIBIU, {"Presses": 0.6, "Welding": 0.2, "Painting": 0.2}),
    "wood": (BACAU, {"Wood shop": 0.62, "Assembly Bacău": 0.38}),
    "wood textile": (BACAU, {"Wood shop": 0.42, "Sewing": 0.24, "Assembly Bacău": 0.34}),
    "textile": (BACAU, {"Sewing": 0.82, "Assembly Bacău": 0.18}),
    "timber": (BACAU, {"Wood shop": 0.66, "Assembly Bacău": 0.34}),
}
SUBCONTRACTOR = "Finisaje Cisnădie"  # paints and finishes what does not fit into Sibiu
# Bacău only assembles what comes from Sibiu as well: it buys the parts painted, which costs more and spares the hours.
BACAU_SHARE_OF_HOURS = 0.45
BACAU_COST_FACTOR = 1.07
OUTSIDE_COST_FACTOR = 1.16


@dataclass(frozen=True, slots=True)
class Works:
    """A line or a staff group: people or posts, shifts, share of the shift that is worked."""

    resource: str
    plant: str
    kind: str
    group: str
    posts: int
    shifts: int
    availability: float
    seasonal_posts: int = 0  # on top from February to July
    overtime_share: float = 0.0
    overtime_cost: float = 0.0


# Staff: cost of a worker more a month, of hiring and of laying off, and how many can be hired a month.
STAFFING = {"Staff Sibiu": (6800, 4500, 9000, 4), "Staff Bacău": (6100, 4000, 8200, 3)}
AVAILABILITY = 0.93  # share of a worker's shift that is worked
WAREHOUSES = {"Sibiu": (2200, 100), "Bacău": (900, 60)}  # m3, and m3 that can be rented nearby
RENT = 24  # lei for a m3 and month
# A hall is closed in spring: where, when, and what is left of the room.
HALL_CLOSED = ("Sibiu", ("2027-01", "2027-02", "2027-03", "2027-04"), 0.16)
SHIFT_H = 7.5
STAFF_FACTOR = 1.06  # handling between the lines
WORKS = (
    Works("Presses", SIBIU, "line", "Staff Sibiu", 18, 2, 0.88),
    Works("Welding", SIBIU, "line", "Staff Sibiu", 25, 2, 0.9),
    Works("Painting", SIBIU, "line", "Staff Sibiu", 18, 2, 0.85),
    Works("Assembly Sibiu", SIBIU, "line", "Staff Sibiu", 27, 2, 0.92),
    Works("Wood shop", BACAU, "line", "Staff Bacău", 18, 2, 0.9, 3),
    Works("Sewing", BACAU, "line", "Staff Bacău", 18, 1, 0.92, 6),
    Works("Assembly Bacău", BACAU, "line", "Staff Bacău", 13, 2, 0.92, 1),
    Works("Staff Sibiu", SIBIU, "labour", "Staff Sibiu", 148, 1, 0.93, 30, 0.012, 68),
    Works("Staff Bacău", BACAU, "labour", "Staff Bacău", 76, 1, 0.93, 18, 0.02, 61),
)
PRESS_OVERHAUL = ("2027-01", 0.7)

# Region: share of sales, its drift a year, price against Romania, classes (share, drift a year).
MARKETS: dict[str, tuple[float, float, float, dict[str, tuple[float, float]]]] = {
    "Romania": (
        0.46,
        -0.012,
        1.0,
        {"DIY chains": (0.44, -0.012), "Garden centres": (0.2, -0.008), "Web": (0.24, 0.022), "Projects": (0.12, 0.0)},
    ),
    "Central Europe": (
        0.31,
        0.006,
        1.03,
        {"DIY chains": (0.6, -0.01), "Garden centres": (0.24, -0.004), "Web": (0.16, 0.016)},
    ),
    "Western Europe": (
        0.23,
        0.006,
        1.08,
        {"DIY chains": (0.5, -0.01), "Garden centres": (0.34, -0.004), "Web": (0.16, 0.016)},
    ),
}
# Families and articles that are sold otherwise than the rest.
OWN_CLASSES: dict[str, dict[str, float]] = {
    SPARES: {"Garden centres": 0.35, "Web": 0.65},
    PAVILIONS: {"Garden centres": 0.28, "Projects": 0.72},
    "GF-310": {"Garden centres": 0.24, "Web": 0.76},
    "GR-310": {"Garden centres": 0.3, "Web": 0.7},
}
CLASS_PRICE = {"DIY chains": 0.95, "Garden centres": 1.03, "Web": 1.06, "Projects": 0.99}
PRICE_LEVEL = (("2022-11", 0.9), ("2023-03", 0.93), ("2024-03", 0.96), ("2025-03", 0.98), ("2026-03", 1.0))

# What the budget expected against what came: units, price.
BUDGET_OPTIMISM = {
    GRILLS: (1.01, 1.0),
    FURNITURE: (1.01, 1.005),
    HEATERS: (1.13, 1.01),
    PLANTERS: (0.98, 1.0),
    SPARES: (1.0, 1.0),
    PAVILIONS: (1.03, 1.0),
}


@dataclass(frozen=True, slots=True)
class Material:
    """What is bought to make something: price [lei per unit of measure], lead time, order sizes."""

    sku: str
    name: str
    supplier: str
    uom: str
    lead_time_days: int
    price: float
    min_order: float
    expedite_percent: float
    expedite_limit: float = 0.0  # most that can be hurried a month; 0: as much as otherwise


MATERIALS = (
    Material("MT-100", "Steel sheet 1.5 mm", "Oțelăria Argeș", "kg", 28, 5.4, 10000, 8),
    Material("MT-110", "Steel tube 25 mm", "Oțelăria Argeș", "kg", 35, 6.2, 6000, 10),
    Material("MT-120", "Powder paint", "Colorit Pulberi", "kg", 21, 27.5, 500, 6),
    Material("MT-130", "Gas burner", "Bruciatori Valdoro S.p.A.", "pcs", 70, 62, 2000, 35, 200),
    Material("MT-140", "Gas valve and regulator", "Regelwerk Huber GmbH", "pcs", 42, 38, 1000, 18),
    Material("MT-150", "Heating element 2 kW", "Termoelement Bihor", "pcs", 49, 74, 500, 15),
    Material("MT-200", "Outdoor textile", "Țesătoria Moldova", "m", 42, 21, 3000, 12),
    Material("MT-210", "Foam 6 cm", "Spumotim Exemplu", "m", 21, 14.5, 1500, 8),
    Material("MT-220", "Larch timber, planed", "Silva Neamț", "m3", 30, 2150, 20, 10),
    Material("MT-230", "Oak timber, planed", "Silva Neamț", "m3", 45, 3900, 10, 12),
    Material("MT-300", "Carton", "Ambalaje Siret", "pcs", 14, 7.5, 5000, 5),
    Material("MT-310", "Fastener kit", "Șurubelnița Prod", "pcs", 14, 4.2, 5000, 5),
)
# Sub-assemblies: what of each material a unit's body takes, in shares of its material money.
BODIES: dict[str, dict[str, float]] = {
    "kettle": {"MT-100": 0.7, "MT-110": 0.12, "MT-120": 0.18},
    "gas": {"MT-100": 0.72, "MT-110": 0.2, "MT-120": 0.08},
    "electric": {"MT-100": 0.66, "MT-110": 0.22, "MT-120": 0.12},
    "metal": {"MT-110": 0.68, "MT-100": 0.17, "MT-120": 0.15},
    "heater": {"MT-100": 0.6, "MT-110": 0.24, "MT-120": 0.16},
    "planter": {"MT-100": 0.84, "MT-120": 0.16},
    "spare": {"MT-100": 0.94, "MT-120": 0.06},
    "wood": {"MT-220": 1.0},
    "wood textile": {"MT-220": 0.66, "MT-200": 0.24, "MT-210": 0.1},
    "textile": {"MT-200": 0.74, "MT-210": 0.26},
    "timber": {"MT-220": 1.0},
}
OAK = ("GF-220",)
BURNERS = {"GR-210": 2, "GR-215": 3, "GR-220": 4, "PH-110": 1, "PH-115": 1, "PH-120": 1, "PH-215": 1}
HEATING_ELEMENTS = {"GR-310": 1}
MATERIAL_SHARE_OF_COST = 0.56

CUSTOMERS = (
    ("Dedalus Bricolaj", "DIY chains", "Romania", True),
    ("Atelier & Grădină", "DIY chains", "Romania", False),
    ("Pepiniera Făget", "Garden centres", "Romania", False),
    ("Horticola Banat", "Garden centres", "Romania", False),
    ("casaverde.example", "Web", "Romania", False),
    ("Terase Urbane Proiect", "Projects", "Romania", False),
    ("Primăria Valea Teiului", "Projects", "Romania", False),
    ("Heimwerk Donau", "DIY chains", "Central Europe", False),
    ("Kerti Műhely", "DIY chains", "Central Europe", False),
    ("Zelený Dvůr", "Garden centres", "Central Europe", False),
    ("Bricolage Lorient", "DIY chains", "Western Europe", False),
    ("Tuinhuis Meerland", "Garden centres", "Western Europe", False),
    ("Patio Direct", "Web", "Western Europe", False),
)

PEOPLE = (
    ("Andrei Munteanu", "management", "participant", "ro", "managing director"),
    ("Ioana Țurcanu", "sales", "participant", "ro", "sales"),
    ("Emma Whitfield", "marketing", "participant", "en", "marketing"),
    ("Ștefan Lăzărescu", "finance", "participant", "ro", "finance"),
    ("Mihai Brătulescu", "production", "participant", "ro", "production Sibiu"),
    ("Mădălina Iftimie", "production", "participant", "ro", "production Bacău"),
    ("Daniel Hargreaves", "purchasing", "participant", "en", "purchasing"),
    ("Cătălin Răduț", "logistics", "participant", "ro", "logistics"),
    ("Ana Pârvulescu", "planning", "facilitator", "ro", "demand planner"),
    ("Oliver Bennett", "planning", "participant", "en", "supply planner"),
)

PROJECTS: tuple[dict[str, str | float], ...] = (
    {
        "name": "May promotion with Dedalus Bricolaj",
        "project_kind": "promotion",
        "owner_function": "sales",
        "first_month": "2027-05",
        "last_month": "2027-05",
        "family": FURNITURE,
        "region": "Romania",
        "demand_percent": 30,
        "price_percent": -12,
        "note": "Asked for by the chain in October; leaflet in week 18.",
    },
    {
        "name": "June pulled forward by the May promotion",
        "project_kind": "promotion",
        "owner_function": "sales",
        "first_month": "2027-06",
        "last_month": "2027-06",
        "family": FURNITURE,
        "region": "Romania",
        "demand_percent": -14,
        "note": "In 2024 and 2025 about half of what May gained was missing in June.",
    },
    {
        "name": "Launch of the electric grill Volta",
        "project_kind": "launch",
        "owner_function": "marketing",
        "first_month": "2026-09",
        "last_month": "2027-03",
        "family": GRILLS,
        "sku": "GR-310",
        "note": "Web first, garden centres from March; expected to sell about half as much as Vento 2.",
    },
    {
        "name": "Launch of the planter line Terra",
        "project_kind": "launch",
        "owner_function": "marketing",
        "first_month": "2026-03",
        "last_month": "2026-12",
        "family": PLANTERS,
        "note": "Two sizes since March; a third is being judged.",
    },
    {
        "name": "End of the barrel grill Hornada",
        "project_kind": "end_of_life",
        "owner_function": "marketing",
        "first_month": "2026-10",
        "last_month": "2026-12",
        "family": GRILLS,
        "sku": "GR-120",
        "note": "Replaced by Hornada II; what is left in January goes to clearance.",
    },
    {
        "name": "Overhaul of the 400 t press",
        "project_kind": "outage",
        "owner_function": "production",
        "first_month": "2027-01",
        "last_month": "2027-01",
        "resource": "Presses",
        "note": "Already taken out of the hours in capacity.csv: 30 % of January.",
    },
    {
        "name": "Burner supplier late in March",
        "project_kind": "supplier_delay",
        "owner_function": "purchasing",
        "first_month": "2027-03",
        "last_month": "2027-03",
        "family": HEATERS,
        "note": "Bruciatori Valdoro delivers 30 % of March in time, the rest in April; air freight costs 35 % more.",
    },
    {
        "name": "Listing of planters in Western Europe",
        "project_kind": "listing",
        "owner_function": "sales",
        "first_month": "2027-04",
        "last_month": "2028-05",
        "family": PLANTERS,
        "region": "Western Europe",
        "demand_percent": 12,
        "note": "Offer is with the chain; answer expected in January.",
    },
    {
        "name": "Second powder booth",
        "project_kind": "investment",
        "owner_function": "production",
        "first_month": "2027-11",
        "last_month": "2028-05",
        "resource": "Painting",
        "capacity_percent": 20,
        "note": "1.9 million lei, to be decided by March to be ready in November.",
    },
)
