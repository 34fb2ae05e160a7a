"""What territories are formed from: slots, customers and their sites, hours, units, fillings, stakes, names, colours."""
