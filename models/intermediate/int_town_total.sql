-- Grain: view, month, town: total of its scored indicators, weights scaled to 100, and the rank; equal totals share a rank. Rounded to six places.
-- rank_stability: of all variants with one weight up or down by the share of towns.yaml, how many leave the town's rank as it is.
with

indicators as (
    select * from evaluation_town_indicator
),

settings as (
    select * from evaluation_town_setting
),

scores as (
    select * from int_town_score
),

variants as (
    select cast('' as varchar) as changed, cast(1 as decimal(9, 4)) as factor
    union all
    select indicators.indicator as changed, cast(1 + settings.weight_wobble as decimal(9, 4)) as factor
    from indicators
    cross join settings
    union all
    select indicators.indicator as changed, cast(1 - settings.weight_wobble as decimal(9, 4)) as factor
    from indicators
    cross join settings
),

weighted as (
    select
        scores.view,
        scores.month,
        scores.town,
        variants.changed,
        variants.factor,
        sum(cast(case when scores.indicator = variants.changed then scores.weight * variants.factor else scores.weight end as decimal(18, 8)) * scores.score) as points,
        sum(cast(case when scores.score is null then 0 when scores.indicator = variants.changed then scores.weight * variants.factor else scores.weight end as decimal(18, 8))) as weight,
        sum(case when scores.score is null then 0 else scores.weight end) as weight_with_datum
    from scores
    cross join variants
    group by scores.view, scores.month, scores.town, variants.changed, variants.factor
),

totals as (
    select
        weighted.view,
        weighted.month,
        weighted.town,
        weighted.changed,
        weighted.factor,
        weighted.weight_with_datum,
        cast(case when weighted.weight > 0 then cast(weighted.points as double) / cast(weighted.weight as double) end as decimal(18, 6)) as total_score
    from weighted
),

ranked as (
    select
        totals.view,
        totals.month,
        totals.town,
        totals.changed,
        totals.weight_with_datum,
        totals.total_score,
        case when totals.total_score is not null
            then cast(rank() over (partition by totals.view, totals.month, totals.changed, totals.factor order by totals.total_score desc nulls last) as integer)
        end as town_rank
    from totals
),

present as (
    select * from ranked where changed = ''
),

compared as (
    select
        present.view,
        present.month,
        present.town,
        present.total_score,
        present.town_rank,
        present.weight_with_datum,
        count(*) as variants,
        sum(case when ranked.town_rank = present.town_rank then 1 else 0 end) as same
    from present
    inner join ranked
        on present.view = ranked.view
        and present.month = ranked.month
        and present.town = ranked.town
        and ranked.changed <> ''
    group by present.view, present.month, present.town, present.total_score, present.town_rank, present.weight_with_datum
),

outcome as (
    select
        compared.view,
        compared.month,
        compared.town,
        compared.total_score,
        compared.town_rank,
        cast(compared.weight_with_datum as decimal(9, 4)) as weight_with_datum,
        case when compared.town_rank is not null then cast(cast(compared.same as double) / compared.variants as decimal(9, 6)) end as rank_stability
    from compared
)

select * from outcome
