"""What happens when the machine fails: the server is killed, the database is locked or away, the disk is full."""
