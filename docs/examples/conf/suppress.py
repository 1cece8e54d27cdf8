suppress_warnings = ["amendment.claim-numbering"]
