amendment_abbreviations = ["Allotm.", "a. n. y."]
