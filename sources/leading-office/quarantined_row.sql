-- Where quarantined rows stand; not what is in them.
select
    file,
    sheet,
    "row" as source_row,
    "column" as column_name,
    code,
    dataset
from ops.quarantined_row
order by file, sheet, "row"
