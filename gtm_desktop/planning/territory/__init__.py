"""Phase 3, outside: from accounts to territories that are filled, tested and improved."""
