"""What everything is written with: errors, domains, terms, intervals, and how texts and folders are read."""
