-- The store of a project as ASReview 3 makes it: tables, columns, checks and triggers.
pragma user_version = 3;
create table record (
    dataset_row integer not null,
    dataset_id varchar not null,
    title varchar not null,
    abstract varchar not null,
    authors json not null,
    keywords json not null,
    year integer,
    doi varchar,
    url varchar,
    included integer,
    record_id integer not null,
    duplicate_of integer,
    group_id integer not null generated always as (coalesce(duplicate_of, record_id)) virtual,
    primary key (record_id),
    unique (dataset_row, dataset_id),
    constraint no_self_duplicate check (duplicate_of is null or duplicate_of != record_id),
    foreign key (duplicate_of) references record (record_id) on delete set null
);
create index idx_record_group_id on record (group_id);
create table results (
    record_id integer unique,
    label integer,
    classifier text,
    querier text,
    balancer text,
    feature_extractor text,
    training_set integer,
    time float,
    note text,
    tags json,
    user_id integer
);
create table last_ranking (
    record_id integer unique,
    ranking int,
    classifier text,
    querier text,
    balancer text,
    feature_extractor text,
    training_set integer,
    time float
);
create table decision_changes (record_id integer, label integer, time float, user_id integer);
create trigger trg_results_delete after delete on results for each row begin
    insert into decision_changes (record_id, label, time, user_id)
    values (old.record_id, old.label, old.time, old.user_id);
end;
create trigger trg_results_label_update after update of label on results for each row
when old.label is not new.label begin
    insert into decision_changes (record_id, label, time, user_id)
    values (old.record_id, old.label, old.time, old.user_id);
end;
