"""The benchmarks: `thonso bench`. Each figure has its own data folder, database and server, all on this machine only."""
