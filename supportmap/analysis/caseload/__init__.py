"""The measures of very many networks at once, in numpy: the same numbers as for one client.

Networks are measured in blocks, which bounds the memory. ``analysis/structure.py`` and
``analysis/coverage.py`` give the meaning and the sources of the columns.
"""

from supportmap.analysis.caseload.arrays import Caseload, caseload_of
from supportmap.analysis.caseload.coverage import COVERAGE_COLUMNS, STATUS_CODES
from supportmap.analysis.caseload.measure import measure
from supportmap.analysis.caseload.structure import STRUCTURE_COLUMNS

__all__ = ["COVERAGE_COLUMNS", "STATUS_CODES", "STRUCTURE_COLUMNS", "Caseload", "caseload_of", "measure"]
