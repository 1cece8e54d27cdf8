"""Document tree to records and back."""
