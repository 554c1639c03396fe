"""Reads what a paper from another office says about itself, so that the clerk checks an entry instead of typing it."""
