html_theme = "furo"
