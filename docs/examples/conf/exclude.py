exclude_patterns = ["_build", ".venv"]
