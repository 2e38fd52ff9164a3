"""The data set of prices/: read strictly, checked whole, compiled for calc.

load(Path("prices"))  ->  Dataset, or DatasetError with every fault found
"""

from build_hooks.dataset.faults import DatasetError, Fault
from build_hooks.dataset.load import PRICES, REPOSITORY, Dataset, load

__all__ = ["PRICES", "REPOSITORY", "Dataset", "DatasetError", "Fault", "load"]
