"""Which parts a company's balance has."""

from sop.planning.blocks.extra_shift import ExtraShiftBlock
from sop.planning.blocks.materials import MaterialsBlock
from sop.planning.blocks.stock_limit import StockLimitBlock
from sop.planning.blocks.storage import StorageBlock
from sop.planning.blocks.subcontracting import SubcontractingBlock
from sop.planning.blocks.workforce import WorkforceBlock
from sop.planning.problem import SupplyProblem
from sop.planning.program import Block

# the stock limit adds a column of stock that the warehouse counts, so it comes first
BLOCKS: tuple[Block, ...] = (
    SubcontractingBlock(),
    StockLimitBlock(),
    MaterialsBlock(),
    StorageBlock(),
    WorkforceBlock(),
    ExtraShiftBlock(),
)


def blocks_of(problem: SupplyProblem) -> tuple[Block, ...]:
    """Return the blocks of a problem; none where the company has none of these parts."""
    return tuple(block for block in BLOCKS if block.present(problem))
