"""What the rules say: regime files, read with positions, checked, patched and compiled."""
