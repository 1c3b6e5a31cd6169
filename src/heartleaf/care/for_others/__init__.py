"""Words for others: what helps, how to ask, what hurts; and what someone makes of it for hers."""
