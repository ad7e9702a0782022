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
    cast(cap as double) as cap
from policy.evaluation_rating_profile
