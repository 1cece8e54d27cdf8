latex_engine = "lualatex"
