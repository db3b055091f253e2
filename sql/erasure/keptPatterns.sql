-- Traffic patterns that stay. :before unix seconds, the start of a day.
date >= date(:before, 'unixepoch')
