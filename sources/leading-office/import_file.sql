-- The ledger up to what the dispatch knows: what each file held and what became of its rows.
select
    file,
    sheet,
    dataset,
    rows_read,
    rows_loaded,
    rows_superseded,
    rows_quarantined,
    encoding,
    strftime(loaded_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as loaded_at
from ops.import_file
where loaded_at <= (select known_at from mart.dispatch)
order by file_id
