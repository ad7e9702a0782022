-- Grain: rating year, enterprise of the list, indicator of its size class, with value, base and score (null where the enterprise is not rated).
-- base = what the profile sets, else sum of numerators / sum of denominators over the class, enterprises with both on file.
-- Quotients are doubles, rounded to ten places where a score or value is kept; scores are added as decimals.
-- basis: scored | average (denominator zero, or missing where the profile says so) | missing (scores 0) | no_base (scores 0).
with

profile as (
    select * from evaluation_rating_profile
),

indicators as (
    select * from evaluation_rating_indicator
),

listed as (
    select * from int_rating_list
),

measures as (
    select * from int_rating_measure
),

inputs as (
    select
        listed.rating_year,
        listed.enterprise_id,
        listed.size_class,
        listed.is_rated,
        indicators.indicator,
        indicators.weight,
        indicators.base as set_base,
        numerators.value as numerator,
        denominators.value as denominator,
        case
            when numerators.value is null then 'missing'
            when denominators.value is null and indicators.missing_denominator = 'average' then 'average'
            when denominators.value is null then 'missing'
            when denominators.value = 0 then 'average'
            else 'scored'
        end as basis
    from listed
    inner join indicators
        on listed.size_class = indicators.size_class
    left join measures as numerators
        on listed.rating_year = numerators.rating_year
        and listed.enterprise_id = numerators.enterprise_id
        and indicators.numerator = numerators.measure
    left join measures as denominators
        on listed.rating_year = denominators.rating_year
        and listed.enterprise_id = denominators.enterprise_id
        and indicators.denominator = denominators.measure
),

valued as (
    select
        inputs.rating_year,
        inputs.enterprise_id,
        inputs.size_class,
        inputs.is_rated,
        inputs.indicator,
        inputs.weight,
        inputs.set_base,
        inputs.numerator,
        inputs.denominator,
        inputs.basis,
        case when inputs.basis = 'scored' then cast(inputs.numerator as double) / cast(inputs.denominator as double) end as value
    from inputs
),

bases as (
    select
        valued.rating_year,
        valued.size_class,
        valued.indicator,
        sum(case when valued.denominator is not null then valued.numerator end) as numerator_sum,
        sum(case when valued.numerator is not null then valued.denominator end) as denominator_sum,
        min(valued.value) as value_min,
        max(valued.value) as value_max,
        count(valued.value) as valued_count
    from valued
    cross join profile
    where valued.is_rated
        or profile.base_over = 'class'
    group by valued.rating_year, valued.size_class, valued.indicator
),

ratios as (
    select
        valued.rating_year,
        valued.enterprise_id,
        valued.size_class,
        valued.is_rated,
        valued.indicator,
        valued.weight,
        valued.numerator,
        valued.denominator,
        valued.basis,
        valued.value,
        profile.cap,
        profile.scoring,
        case
            when valued.set_base is not null then cast(valued.set_base as double)
            when bases.denominator_sum = 0 then null
            else cast(bases.numerator_sum as double) / cast(bases.denominator_sum as double)
        end as base,
        case
            when valued.basis <> 'scored' then null
            when profile.scoring = 'min_max' and bases.value_max > bases.value_min
                then (valued.value - bases.value_min) / (bases.value_max - bases.value_min)
            -- all alike: nobody is behind
            when profile.scoring = 'min_max' then 1
            when valued.set_base is not null then valued.value / nullif(cast(valued.set_base as double), 0)
            when bases.numerator_sum > 0 and bases.denominator_sum > 0
                then valued.value * cast(bases.denominator_sum as double) / cast(bases.numerator_sum as double)
            else 0
        end as ratio
    from valued
    inner join bases
        on valued.rating_year = bases.rating_year
        and valued.size_class = bases.size_class
        and valued.indicator = bases.indicator
    cross join profile
),

own_scores as (
    select
        ratios.rating_year,
        ratios.enterprise_id,
        ratios.size_class,
        ratios.is_rated,
        ratios.indicator,
        ratios.weight,
        ratios.numerator,
        ratios.denominator,
        case when ratios.basis = 'scored' and ratios.scoring = 'ratio' and (ratios.base is null or ratios.base <= 0) then 'no_base' else ratios.basis end as basis,
        ratios.value,
        ratios.base,
        case
            when ratios.ratio is null then null
            -- nothing earned by a loss or a refund, whatever the others' sum is
            when ratios.numerator <= 0 then cast(0 as decimal(18, 10))
            when ratios.ratio >= ratios.cap then cast(ratios.weight * ratios.cap as decimal(18, 10))
            when ratios.ratio <= 0 then cast(0 as decimal(18, 10))
            else cast(cast(ratios.weight as double) * ratios.ratio as decimal(18, 10))
        end as own_score
    from ratios
),

averages as (
    select
        own_scores.rating_year,
        own_scores.size_class,
        own_scores.indicator,
        cast(sum(own_scores.own_score) / count(own_scores.own_score) as decimal(18, 10)) as class_average
    from own_scores
    cross join profile
    where own_scores.is_rated
        or profile.base_over = 'class'
    group by own_scores.rating_year, own_scores.size_class, own_scores.indicator
),

scores as (
    select
        own_scores.rating_year,
        own_scores.enterprise_id,
        own_scores.size_class,
        own_scores.indicator,
        cast(own_scores.numerator as decimal(38, 6)) as numerator,
        cast(own_scores.denominator as decimal(38, 6)) as denominator,
        cast(own_scores.value as decimal(38, 10)) as value,
        cast(own_scores.base as decimal(38, 10)) as base,
        own_scores.weight,
        own_scores.basis,
        averages.class_average,
        case
            when not own_scores.is_rated then null
            when own_scores.own_score is not null then own_scores.own_score
            when own_scores.basis = 'average' then coalesce(averages.class_average, 0)
            else 0
        end as score
    from own_scores
    inner join averages
        on own_scores.rating_year = averages.rating_year
        and own_scores.size_class = averages.size_class
        and own_scores.indicator = averages.indicator
)

select * from scores
