-- Grain: target, method: how far it was off, foreseen from every month on file for every later month on file (rolling origin).
-- Methods need histories of different length, so each is held against no_change on the very months that it was tried on: `relative_error` is its
-- mean miss by that of no_change, and the smallest under 1 is chosen, the simpler of equals. With fewer months on file than `shortest_history`,
-- or fewer origins or trials than asked, no_change stands, and says so.
-- The range: the miss of the chosen method that `range_share` of the trials keep within, brought to one month ahead by the square root of the months ahead.
with

settings as (
    select * from evaluation_target_setting
),

targets as (
    select * from evaluation_target
),

series as (
    select * from int_target_series
),

projection as (
    select * from int_target_projection
),

trials as (
    select
        projection.target_id,
        projection.method,
        projection.method_order,
        projection.month_index,
        projection.horizon,
        abs(projection.foreseen - later.achieved) as miss,
        abs(origin.achieved - later.achieved) as miss_of_no_change,
        abs(projection.foreseen - later.achieved) / sqrt(projection.horizon) as miss_a_month
    from projection
    inner join series as origin
        on projection.target_id = origin.target_id
        and projection.month_index = origin.month_index
    inner join series as later
        on projection.target_id = later.target_id
        and projection.month_index + projection.horizon = later.month_index
),

ranked as (
    select
        trials.*,
        row_number() over (partition by trials.target_id, trials.method order by trials.miss_a_month, trials.month_index, trials.horizon) as rank_from_nearest,
        count(*) over (partition by trials.target_id, trials.method) as trials_made
    from trials
),

history as (
    select
        targets.target_id,
        count(series.month) as months_on_file
    from targets
    left join series
        on targets.target_id = series.target_id
    group by targets.target_id
),

tested as (
    select
        ranked.target_id,
        ranked.method,
        ranked.method_order,
        count(*) as trials,
        count(distinct ranked.month_index) as origins,
        avg(ranked.miss) as mean_miss,
        sum(ranked.miss) as miss,
        sum(ranked.miss_of_no_change) as miss_of_no_change,
        min(case when ranked.rank_from_nearest >= settings.range_share * ranked.trials_made then ranked.miss_a_month end) as range_a_month
    from ranked
    cross join settings
    group by ranked.target_id, ranked.method, ranked.method_order
),

judged as (
    select
        tested.target_id,
        tested.method,
        tested.method_order,
        cast(tested.trials as integer) as trials,
        cast(tested.origins as integer) as origins,
        tested.mean_miss,
        case
            when tested.miss_of_no_change > 0 then tested.miss / tested.miss_of_no_change
            when tested.miss = 0 then 1
            else 999
        end as relative_error,
        tested.range_a_month,
        cast(history.months_on_file as integer) as months_on_file,
        history.months_on_file >= settings.shortest_history as is_long_enough,
        history.months_on_file >= settings.shortest_history and tested.origins >= settings.fewest_origins as is_eligible
    from tested
    inner join history
        on tested.target_id = history.target_id
    cross join settings
),

ordered as (
    select
        judged.*,
        row_number() over (
            partition by judged.target_id
            order by
                case when judged.method = 'no_change' or (judged.is_eligible and judged.relative_error < 1) then 0 else 1 end,
                case when judged.method = 'no_change' then 1 else judged.relative_error end,
                judged.method_order
        ) as place
    from judged
),

backtest as (
    select
        ordered.target_id,
        ordered.method,
        ordered.trials,
        ordered.origins,
        cast(ordered.mean_miss as decimal(18, 4)) as mean_miss,
        cast(ordered.relative_error as decimal(18, 4)) as relative_error,
        case when ordered.is_long_enough then ordered.range_a_month end as range_a_month,
        ordered.months_on_file,
        ordered.place = 1 as is_chosen
    from ordered
)

select * from backtest
