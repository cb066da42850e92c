from cireview.formats import Entry, Format


def read(text):
    for number, line in enumerate(text.splitlines()[1:], start=2):
        title, authors, year = line.split("|")
        yield Entry(number, {"title": [title], "authors": authors.split(" and "), "year": [year]})


FORMAT = Format(read, recognises=lambda head: head.startswith(b"#tiny"))
