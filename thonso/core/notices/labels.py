"""The frozen labels under which this part seals values: they are in the stored data and never change."""

TO = "notices.to"
CONTEXT = "notices.context"
NOTICE = "notices.inapp"
