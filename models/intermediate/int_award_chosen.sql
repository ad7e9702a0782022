-- Grain: award line. Step 3: one project, one policy. With a choice on file the chosen policy's line is kept; without one the larger
-- amount, ties to the lower clause. The others are superseded. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_capped
),

ranked as (
    select
        *,
        row_number() over (
            partition by choice_id, enterprise_id, subject, award_year, capped_status
            order by capped_fen desc, clause_order
        ) as rank_by_amount
    from lines
),

chosen as (
    select
        *,
        case
            when capped_status = 'payable' and not is_history and choice_id is not null and (
                (chosen_policy is not null and chosen_policy <> choice_name)
                or (chosen_policy is null and rank_by_amount > 1)
            ) then 'superseded'
            else capped_status
        end as chosen_status
    from ranked
),

kept as (
    select
        *,
        case when chosen_status = 'payable' then capped_fen else 0 end as chosen_fen
    from chosen
)

select * from kept
