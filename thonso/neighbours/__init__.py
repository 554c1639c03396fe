"""Between communes (practice.md 16): what is received here for another, and what another received for us. All by hand."""
