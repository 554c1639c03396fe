"""The shared PC of a hamlet house or of the office's lobby: a mode of the public pages that leaves nothing behind."""
