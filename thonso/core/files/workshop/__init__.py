"""What runs in the child process: opens one received file, says what it is, re-encodes images. No Django here."""
