"""The procedure editor: a version is copied, changed part by part, tried, compared and published, never seeing its text.

What is edited is the same definition that the files hold (`schema/procedure.schema.json`); there is no second format.
"""
