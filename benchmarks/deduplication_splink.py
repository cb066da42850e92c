"""Run splink on DuckDB, in its own environment. Arguments: records, output folder.

The model is built as the guides of splink 5.0 do: fields cleaned in SQL, u from random pairs, m by
expectation maximisation, no labels. Pairs of at least MERGED are clustered. Pairs from ASKED up to MERGED are
questions. We chose the term frequencies and the training blocks among five variants, on the labelled sets.
"""

import sys
from pathlib import Path

import duckdb
import splink.comparison_level_library as level
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

MERGED, ASKED = 0.95, 0.1
# Words of three letters and more: a count of shared words forgives order, marks and a missing subtitle.
SHARED_WORDS = "len(list_intersect(words_l, words_r)) >= {} * greatest(len(words_l), len(words_r), 1)"

CLEAN = """
create table cleaned as
with raw as (select * from read_csv(?, all_varchar = true)),
plain as (
    select
        ID as unique_id,
        nullif(trim(regexp_replace(lower(strip_accents(title)), '[^a-z0-9]+', ' ', 'g')), '') as title,
        nullif(trim(regexp_replace(lower(strip_accents(author)), '[^a-z, ]+', '', 'g')), '') as people,
        try_cast(regexp_extract(year, '[0-9]{{4}}') as integer) as year,
        nullif(trim(regexp_replace(lower(strip_accents({journal})), '[^a-z]+', ' ', 'g')), '') as journal,
        nullif(regexp_extract(volume, '[0-9]+'), '') as volume,
        nullif(regexp_extract({issue}, '[0-9]+'), '') as issue,
        nullif(regexp_extract(lower(pages), '[a-z]*[0-9]+'), '') as page,
        nullif(regexp_extract(lower({doi}), '10\\.[0-9]+/[^ ]+'), '') as doi
    from raw
)
select
    * exclude (people),
    list_distinct(list_filter(string_split(title, ' '), lambda word: length(word) > 2)) as words,
    left(title, 20) as opening,
    list_reduce(
        list_transform(string_split(people, ' and '), lambda name: split_part(name, ',', 1)),
        lambda names, name: names || ' ' || name
    ) as families,
    split_part(split_part(people, ' and ', 1), ',', 1) as first_family
from plain
"""
FIELDS = {"journal": ["journal", "booktitle"], "issue": ["number", "issue"], "doi": ["doi"]}


def read_records(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Make the table `cleaned`; sets differ in the columns they have."""
    described = connection.execute("describe select * from read_csv(?, all_varchar = true)", [path])
    columns = [row[0] for row in described.fetchall()]
    given = {field: [name for name in names if name in columns] for field, names in FIELDS.items()}
    chosen = {field: f"coalesce({', '.join([*names, 'null'])})" for field, names in given.items()}
    connection.execute(CLEAN.format(**chosen), [path]).fetchall()


def build_settings(filled: set[str]) -> SettingsCreator:
    """Compare every field that the set has."""
    title = compare.CustomComparison(
        output_column_name="title",
        comparison_levels=[
            level.NullLevel("title"),
            # An editorial's title agrees by its kind: how often a title occurs is weighed.
            level.ExactMatchLevel("title", term_frequency_adjustments=True),
            level.JaroWinklerLevel("title", 0.97),
            level.CustomLevel(SHARED_WORDS.format(0.8), "most words shared"),
            level.CustomLevel(SHARED_WORDS.format(0.5), "half of the words shared"),
            level.ElseLevel(),
        ],
    )
    year = compare.CustomComparison(
        output_column_name="year",
        comparison_levels=[
            level.NullLevel("year"),
            level.ExactMatchLevel("year"),
            level.AbsoluteDifferenceLevel("year", 1),
            level.ElseLevel(),
        ],
    )
    families = compare.JaroWinklerAtThresholds("families", [0.95, 0.8])
    journal = compare.JaroWinklerAtThresholds("journal", [0.9, 0.75])
    comparisons = {
        "title": title,
        "families": families.configure(term_frequency_adjustments=True),
        "year": year,
        "journal": journal.configure(term_frequency_adjustments=True),
        **{field: compare.ExactMatch(field) for field in ("volume", "issue", "page", "doi")},
    }
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[comparison for field, comparison in comparisons.items() if field in filled],
        blocking_rules_to_generate_predictions=[
            block_on("doi"),
            block_on("opening"),
            block_on("year", "page"),
            block_on("first_family", "volume"),
            block_on("first_family", "year"),
        ],
        retain_matching_columns=False,
    )


def train(linker: Linker) -> None:
    """Learn without labels; each pass leaves the fields of its block to the other pass."""
    sure = [block_on("doi"), block_on("title", "year", "first_family")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for block in (block_on("title", "year"), block_on("year", "page")):
        linker.training.estimate_parameters_using_expectation_maximisation(block)


def main() -> None:
    records, out = sys.argv[1], Path(sys.argv[2])
    connection = duckdb.connect(config={"threads": 1})
    read_records(connection, records)
    fields = ("title", "families", "year", "journal", "volume", "issue", "page", "doi")
    counts = connection.execute(f"select {', '.join(f'count({field})' for field in fields)} from cleaned")
    filled = {field for field, count in zip(fields, counts.fetchall()[0], strict=True) if count}
    database = DuckDBAPI(connection)
    linker = Linker(database.register("cleaned"), build_settings(filled), log_level="WARNING")
    train(linker)
    pairs = linker.inference.predict(threshold_match_probability=ASKED)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, MERGED)
    groups = f"""
        select unique_id as record_id, min(unique_id) over (partition by cluster_id) as report_id,
            'splink' as rule, 1 as score
        from {clusters.physical_name} order by record_id"""
    possible = f"""
        select unique_id_l as record_id_1, unique_id_r as record_id_2, match_probability as score
        from {pairs.physical_name} where match_probability < {MERGED} order by score desc, 1, 2"""
    for name, query in (("groups", groups), ("possible", possible)):
        connection.execute(f"copy ({query}) to '{out / name}.csv' (header)").fetchall()


if __name__ == "__main__":
    main()
