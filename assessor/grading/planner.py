"""The planner's settings of every graded session, as PostgreSQL ships them.

Pinned although they are defaults: a role may change its own (ALTER ROLE ... SET), and a plan decides the work.
"""

from __future__ import annotations

from collections.abc import Mapping

_METHODS = (
    "async_append bitmapscan gathermerge hashagg hashjoin incremental_sort indexonlyscan indexscan material memoize"
    " mergejoin nestloop parallel_append parallel_hash partition_pruning seqscan sort tidscan"
).split()

PLANNER: Mapping[str, str] = {
    **{f"enable_{method}": "on" for method in _METHODS},
    "enable_partitionwise_aggregate": "off",
    "enable_partitionwise_join": "off",
    "seq_page_cost": "1",
    "random_page_cost": "4",
    "cpu_tuple_cost": "0.01",
    "cpu_index_tuple_cost": "0.005",
    "cpu_operator_cost": "0.0025",
    "effective_cache_size": "4GB",
    "constraint_exclusion": "partition",
    "cursor_tuple_fraction": "0.1",
    "from_collapse_limit": "8",
    "join_collapse_limit": "8",
    "geqo": "on",
    "geqo_threshold": "12",
    "geqo_seed": "0",
    "plan_cache_mode": "auto",
    "hash_mem_multiplier": "2",
    "work_mem": "4MB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
