-- Where quarantined rows stand that nobody had sent again corrected when the dispatch was known; not what is in them.
select
    file,
    sheet,
    "row" as source_row,
    "column" as column_name,
    code,
    dataset
from ops.quarantined_row
where loaded_at <= (select known_at from mart.dispatch)
    and (answered_at is null or answered_at > (select known_at from mart.dispatch))
order by file, sheet, "row"
