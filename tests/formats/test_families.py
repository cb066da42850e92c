"""Families of broken and unusual exports, several brothers each; all records are invented."""

import pytest

TYPES = [
    *(
        "web_page",
        "web page",
        "book-section",
        "artículo",
        "article2",
        "online+",
        "journal/article",
        "thesis.phd",
    ),
    *("encyclopedia:entry", "論文", "report*"),
]


def test_entries_of_bibtex_may_have_any_type(read):
    text = "".join(f"@{kind}{{k{n}, title = {{T{n}}}}}\n" for n, kind in enumerate(TYPES))
    reading = read(text)
    assert reading.records["title"].tolist() == [f"T{n}" for n in range(len(TYPES))]
    assert (reading.expected, reading.warnings) == (len(TYPES), ())


@pytest.mark.parametrize(
    "name", ["_private", "__markedentry", "3rd", "*note", "año", "a/b", "x.y", "review?", "+x", "bdsk-url-1"]
)
def test_fields_of_bibtex_may_have_any_name_and_are_kept(name, read):
    record = read(
        f"@article{{k,\n title = {{T}},\n doi = {{10.5555/a.1}},\n {name} = {{v}},\n year = 1\n}}"
    ).records.iloc[0]
    assert (record["doi"], record["year"], record["notes"]) == ("10.5555/a.1", "1", f"{name}: v")


COMMAS = {
    "two": "@book{k, title = {A},, year = {1}, author = {B, C}}",
    "first": "@book{k,, title = {A}, year = {1}, author = {B, C}}",
    "stray": "@book{k, title = {A}, , year = {1}, author = {B, C}}",
    "none": "@book{k, title = {A} year = {1} author = {B, C}}",
    "none, quotation marks": '@book{k, title = "A" year = "1" author = "B, C"}',
    "semicolons": "@book{k; title = {A}; year = {1}; author = {B, C}}",
    "many at the end": "@book{k, title = {A}, year = {1}, author = {B, C},,,}",
    "words between": "@book{k, title = {A}, some words, year = {1}, author = {B, C}}",
    "a brace too many": "@book{k, title = {A}}, year = {1}, author = {B, C}}",
    "two signs": "@book{k, title == {A}, year = {1}, author = {B, C}}",
}


@pytest.mark.parametrize("case", COMMAS)
def test_commas_of_an_entry_on_one_line_may_be_wrong(case, read):
    record = read(COMMAS[case] + "\n@book{n, title = {Next}}").records.iloc[0]
    assert (record["title"], record["year"], record["authors"]) == ("A", "1", "B, C")


INHERITED = {
    "crossref": (
        "@inproceedings{a, crossref={P}, title={A}}\n@proceedings{p, title={J}, year={1}, doi={10.5555/p}}",
        "A",
        "J",
        "1",
    ),
    "one type": ("@article{a, crossref={b}}\n@article{b, title={A}, journal={J}, year={1}}", "A", "J", "1"),
    "a journal": ("@article{a, title={A}, crossref={p}}\n@periodical{p, title={J}, year={1}}", "A", "J", "1"),
    "xdata of xdata": (
        "@article{a, title={A}, xdata={y}}\n@xdata{x, year={1}}\n@xdata{y, xdata={x}, journal={J}}",
        "A",
        "J",
        "1",
    ),
    "two xdata": (
        "@article{a, title={A}, xdata={x, y}}\n@xdata{x, year={1}}\n@xdata{y, journal={J}}",
        "A",
        "J",
        "1",
    ),
    "a circle": (
        "@article{a, title={A}, crossref={b}}\n@article{b, journal={J}, crossref={a}, year={1}}",
        "A",
        "J",
        "1",
    ),
    "itself": ("@article{a, title={A}, journal={J}, year={1}, crossref={a}}", "A", "J", "1"),
    "xref gives nothing": ("@article{a, title={A}, xref={b}}\n@article{b, title={B}, year={1}}", "A", "", ""),
    "what is not there": ("@article{a, title={A}, crossref={b}}", "A", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", INHERITED)
def test_an_entry_takes_fields_from_others(case, read):
    text, *expected = INHERITED[case]
    reading = read(text)
    record = reading.records.iloc[0]
    assert [record["title"], record["journal"], record["year"]] == expected
    assert record["doi"] == ""
    assert len(reading.records) == reading.expected


NAMES = {
    "Roe, Ann and Poe, B.": "Roe, Ann; Poe, B.",
    "Roe, A., Poe, B., Doe, C.": "Roe, A.; Poe, B.; Doe, C.",
    "Roe A., Poe B. & Doe C.": "Roe, A.; Poe, B.; Doe, C.",
    "Roe, Ann; Poe, Bob & Doe, Cat": "Roe, Ann; Poe, Bob; Doe, Cat",
    "A. Roe, B. Poe, and C. Doe": "Roe, A.; Poe, B.; Doe, C.",
    "Roe, Ann and others": "Roe, Ann",
    "Roe, A. et al.": "Roe, A.",
    "{Johnson and Johnson} and Roe, A.": "Johnson and Johnson; Roe, A.",
    "Ministry of Health and Labour": "Ministry of Health and Labour",
    "Roe, Ann: roe@example.org": "Roe, Ann",
    "Roe, Ann [Author; E-mail: roe@example.org]": "Roe, Ann",
}


TABLE = 'title,authors\nT,"{}"\n'
FORMS = (TABLE, "TY  - JOUR\nTI  - T\nAU  - {}\nER  - \n", "%0 Book\n%T T\n%A {}\n")


@pytest.mark.parametrize(
    ("text", "form"),
    # In a table the sign ; parts names, also in brackets.
    [(text, form) for text in NAMES for form in FORMS if not ("[" in text and form == TABLE)],
)
def test_a_list_of_authors_is_parted_by_any_sign(text, form, read):
    assert read(form.format(text)).records["authors"].tolist() == [NAMES[text]]


RIS = "TY  - JOUR\nAU  - Roe, A.\nTI  - {}\nPY  - 2001\nER  - \n\n"
WHOLE = RIS.format("A") + RIS.format("B")
LOST = {
    "no TY": WHOLE.replace("TY  - JOUR\n", ""),
    "no TY, no ER": WHOLE.replace("TY  - JOUR\n", "").replace("ER  - \n", ""),
    "no blank line either": WHOLE.replace("TY  - JOUR\n", "").replace("ER  - \n", "").replace("\n\n", "\n"),
    "small letters": WHOLE.replace("TY  -", "ty  -"),
    "dashes": WHOLE.replace("  - ", "  – "),
    "no-break spaces": WHOLE.replace("  - ", "\xa0 - "),
    "colons": WHOLE.replace("  - ", ": "),
    "three blanks": WHOLE.replace("  - ", "   - "),
    "TY second": WHOLE.replace("TY  -", "ID  - 7\nTY  -"),
    "a mark as letters": "ï»¿" + WHOLE,
    "ER bare": WHOLE.replace("TY  - JOUR\n", "").replace("ER  - ", "ER"),
}


@pytest.mark.parametrize("case", LOST)
def test_ris_whose_start_tags_are_lost_or_spoilt_is_read_and_counted(case, read):
    reading = read(LOST[case])
    assert reading.records["title"].tolist() == ["A", "B"]
    assert reading.records["authors"].tolist() == ["Roe, A."] * 2
    assert reading.expected == 2


DAMAGED = {
    "PMID": ["3.1E+07", "1.00E+05", "#REF!", "TRUE"],
    "Issue": ["02-Jan", "Jan 02", "2. Jan", "2024-01-02 00:00:00"],
    "Pages": ["15-Dec", "12/15/2020", "1.23E+03", "####"],
    "Title": ["#NAME?", "#¿NOMBRE?", "TRUE"],
    "Year": ["43831", "2.02E+03"],
    "ISSN": ["3178471", "317-8471"],
}
CELLS = [(column, value) for column, values in DAMAGED.items() for value in values]


@pytest.mark.parametrize(("column", "value"), CELLS)
def test_what_a_spreadsheet_did_is_told_with_row_and_column_and_the_record_kept(column, value, read):
    others = [name for name in ("Title", "DOI") if name != column]
    reading = read(
        f"{','.join(others)},{column}\n{','.join('x' for _ in others)},\n"
        f"{','.join('y' for _ in others)},{value}\n"
    )
    assert len(reading.records) == 2
    assert any(f"row 3, column {column.lower()!r}: {value!r}" in warning for warning in reading.warnings)
    assert value not in (reading.records["pmid"][1], reading.records["accession"][1])


def test_each_kind_of_damage_is_one_line_with_its_number_and_the_advice_comes_once(read):
    rows = "".join(f"T{n},3.1E+0{n},0{n}-Jan,1.2E+07\n" for n in range(1, 8))
    assert read(f"Title,PMID,Issue,DOI\n{rows}X,5,#NAME?,\n").warnings == (
        "14 cells are each a number in short form, whose last digits are lost: "
        "rows 2, 3, 4, 5, 6 and 2 more, column 'pmid': '3.1E+01'; "
        "rows 2, 3, 4, 5, 6 and 2 more, column 'doi': '1.2E+07'",
        "7 cells are each a date, which was perhaps 1-2 or 12-15: "
        "rows 2, 3, 4, 5, 6 and 2 more, column 'issue': '01-Jan'",
        "1 cell is an error, because the text was taken for a formula: row 9, column 'issue': '#NAME?'",
        "a spreadsheet program changed these cells; export again, and do not open the file in such a program",
    )


def test_damaged_identifiers_stand_in_the_notes_in_the_order_of_their_columns(read):
    cells = {"ISBN": "9.7E+12", "DOI": "1.2E+07", "EID": "2.2E+07", "PMID": "3.1E+07", "PMCID": "3.2E+06"}
    reading = read(f"Title,{','.join(cells)}\nA,{','.join(cells.values())}\n")
    assert reading.records["notes"][0] == "; ".join(f"{name.lower()}: {cell}" for name, cell in cells.items())


def test_a_sound_table_has_no_damage(read):
    assert read("Title,Issue,Pages,PMID,Year\nA,3 March,e12,123,May 2019\nB,3-4,S1-S9,,2019\n").warnings == ()
