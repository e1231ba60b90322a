"""What may stand in a log line?

When, how grave, who says it, and its words; of an error only its kind and where it happened. What an error says, and
what the variables held, may come out of somebody's record (invariant 10).
"""

import logging
import re

from .faults import describe_fault

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")  # an address may hold what makes a line look like two


class PrivateFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')} {record.levelname} {record.name} {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" | {describe_fault(record.exc_info[1])}"
        return _UNSEEN.sub(" ", line)


def set_up_logging(level: int = logging.WARNING) -> None:
    """One line per event on standard error: warnings of everybody, news of ours."""
    handler = logging.StreamHandler()
    handler.setFormatter(PrivateFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("haversack").setLevel(logging.INFO)
