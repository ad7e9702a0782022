-- Where quarantined rows stand that nobody has sent again corrected; not what is in them.
select
    file,
    sheet,
    "row" as source_row,
    "column" as column_name,
    code,
    dataset
from ops.quarantined_row
where answered_at is null
order by file, sheet, "row"
