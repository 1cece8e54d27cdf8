typst_documents = [
    ("index", "rules", "House rules", "Garden club"),
]
typst_paper = "a5"
typst_title_block = "page"
typst_running_heads = ("{title}", "{section}")
typst_contents = 2
