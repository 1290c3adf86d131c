"""How often Python looks for cycles: seldom enough that it does not walk over every row of a batch again and again."""

import gc

# Batches make hundreds of thousands of tuples that live for a second and hold no cycles. With Python's own thresholds
# (700, 10, 10) they are walked dozens of times: 10 to 20 % of a run, measured with bench/injector_speed.py.
THRESHOLDS = (50_000, 20, 50)


def collect_less_often() -> None:
    """Set the thresholds of this process; called once, when the program starts."""
    gc.set_threshold(*THRESHOLDS)
