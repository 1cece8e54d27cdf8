extensions = ["sphinxext_amendment", "myst_parser"]
myst_enable_extensions = ["colon_fence", "fieldlist"]
