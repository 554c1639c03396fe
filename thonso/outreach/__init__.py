"""Between the hamlet and the office: days on which an officer works in the hamlet, papers on the way, slips of a pad."""
