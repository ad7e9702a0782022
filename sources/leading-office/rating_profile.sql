-- The profile that rates: shares of the grades, method, where it is from.
select
    profile,
    label_zh,
    is_assumed,
    source,
    cast(share_a as double) as share_a,
    cast(share_b as double) as share_b,
    cast(share_c as double) as share_c,
    d_places,
    scoring,
    cast(cap as double) as cap,
    (
        select string_agg(size_class || label_zh || ' ' || trim(trailing '.' from trim(trailing '0' from cast(base as varchar))) || coalesce(' ' || nullif(unit, '小数'), ''), '、' order by size_class, indicator_order)
        from policy.evaluation_rating_indicator
        where base is not null
    ) as set_bases
from policy.evaluation_rating_profile
