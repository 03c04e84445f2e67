def letters_toml(names, made_by): return ""
