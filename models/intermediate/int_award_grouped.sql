-- Grain: award line. Step 6: of a group only the highest amount of an enterprise and award year is kept, ties to the lower clause, then subject.
-- Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_once
),

ranked as (
    select
        *,
        row_number() over (
            partition by group_id, enterprise_id, award_year, once_status
            order by once_fen desc, clause_order, subject
        ) as rank_in_group
    from lines
),

grouped as (
    select
        *,
        case when once_status = 'payable' and group_id is not null and rank_in_group > 1 then 'superseded' else once_status end as grouped_status
    from ranked
),

kept as (
    select
        *,
        case when grouped_status = 'payable' then once_fen else 0 end as grouped_fen
    from grouped
)

select * from kept
