"""What territories are formed from: slots, customers and their sites, hours, units, filling, stakes, names, colours."""
