"""The text, the changes and their consolidation: pure records and functions that know no language."""
