"""What the national portal publishes about procedures: its messy text split into cells, kept as facts to look up.

Nothing here is filed: what a commune offers are the definitions beside it (`thonso.procedures.definition`).
"""
