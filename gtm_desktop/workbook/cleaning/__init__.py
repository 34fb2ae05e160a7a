"""From cells to accounts and reps: amounts, ids, places and people, with findings and questions."""
