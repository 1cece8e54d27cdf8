myst_enable_extensions = ["colon_fence", "fieldlist", "smartquotes"]
