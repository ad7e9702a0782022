-- The profile that rates: shares of the grades, method, where it is from.
select
    profile,
    label_zh,
    is_assumed,
    source,
    tax,
    cast(share_a as double) as share_a,
    cast(share_b as double) as share_b,
    cast(share_c as double) as share_c,
    quota_counts_unrated,
    d_places,
    scoring,
    base_over,
    cast(cap as double) as cap,
    new_enterprise_months,
    (select cast(count(*) as integer) from policy.evaluation_rating_indicator where base is not null) as set_bases,
    (select cast(count(*) as integer) from policy.evaluation_rating_indicator where base is null) as own_bases,
    (select string_agg(division, '、' order by division) from policy.evaluation_rating_excluded_division) as excluded_divisions
from policy.evaluation_rating_profile
