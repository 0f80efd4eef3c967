"""Reading garage documents: pure rules from text segments with positions to typed fields."""
