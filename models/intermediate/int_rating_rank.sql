-- Grain: rating year, rated enterprise: total score, rank in its size class, computed grade before and after lifting.
-- rank / count is compared as rank <= share x count, in decimals. Ties: higher tax per mu, then id.
with

profile as (
    select * from evaluation_rating_profile
),

listed as (
    select * from int_rating_list
),

scores as (
    select * from int_rating_score
),

totals as (
    select
        scores.rating_year,
        scores.enterprise_id,
        cast(sum(scores.score) as decimal(18, 10)) as score,
        max(case when scores.indicator = 'tax_per_mu' then scores.value end) as tax_per_mu
    from scores
    group by scores.rating_year, scores.enterprise_id
),

counts as (
    select
        listed.rating_year,
        listed.size_class,
        count(*) as listed_count,
        sum(case when listed.is_rated then 1 else 0 end) as rated_count
    from listed
    group by listed.rating_year, listed.size_class
),

ranked as (
    select
        listed.rating_year,
        listed.enterprise_id,
        listed.size_class,
        listed.is_new,
        totals.score,
        cast(counts.rated_count as integer) as rated_count,
        cast(case when profile.quota_counts_unrated then counts.listed_count else counts.rated_count end as integer) as class_count,
        cast(row_number() over (
            partition by listed.rating_year, listed.size_class
            order by totals.score desc, coalesce(totals.tax_per_mu, 0) desc, listed.enterprise_id
        ) as integer) as size_rank
    from listed
    inner join totals
        on listed.rating_year = totals.rating_year
        and listed.enterprise_id = totals.enterprise_id
    inner join counts
        on listed.rating_year = counts.rating_year
        and listed.size_class = counts.size_class
    cross join profile
    where listed.is_rated
),

graded as (
    select
        ranked.rating_year,
        ranked.enterprise_id,
        ranked.size_class,
        ranked.is_new,
        ranked.score,
        ranked.size_rank,
        ranked.rated_count,
        ranked.class_count,
        case
            when ranked.size_rank <= profile.share_a * ranked.class_count then 'A'
            when profile.d_places = 'foot'
                and ranked.rated_count - ranked.size_rank < ranked.class_count - floor(profile.share_c * ranked.class_count) then 'D'
            when ranked.size_rank <= profile.share_b * ranked.class_count then 'B'
            when profile.d_places = 'foot' or ranked.size_rank <= profile.share_c * ranked.class_count then 'C'
            else 'D'
        end as quota_grade
    from ranked
    cross join profile
),

lifted as (
    select
        graded.rating_year,
        graded.enterprise_id,
        graded.size_class,
        graded.score,
        graded.size_rank,
        graded.rated_count,
        graded.class_count,
        graded.quota_grade,
        case when graded.quota_grade = 'D' and graded.is_new then 'C' else graded.quota_grade end as computed_grade
    from graded
)

select * from lifted
