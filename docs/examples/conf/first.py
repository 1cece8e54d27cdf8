extensions = ["sphinxext_amendment"]
