"""Filling in and filing: one question a screen or all on a page, for oneself, for the person one helps, or at the desk."""
