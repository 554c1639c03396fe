"""edXML: the form in which State offices send each other documents and tell what became of them. Pure: bytes and values.

What is mandatory and how long a text may be follows implementations that were seen (`messages` names them), not the text of
QCVN 102:2016/BTTTT, whose tables could not be had; nothing here has been tried with the national axis. So a message that
passes is one that those implementations would take, not one that is certified.

`messages` holds what is said, `wire` how each part of it is written, `reading` and `writing` the two directions. A stranger's
message is parsed by libxml2: where one comes in from outside, it is to be read in a child process (`core.files.sandbox`).
"""
