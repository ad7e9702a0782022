-- Grain: visit (帮包走访), the row known last at `known_at`; `visited_on` up to the end of the as-of month.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.visits
),

known as (
    select
        source.visit_no,
        source.enterprise_id,
        source.leader,
        source.visited_on,
        source.problems_solved,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.visit_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.visit_no,
        known.enterprise_id,
        known.leader,
        known.visited_on,
        known.problems_solved,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.visited_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
