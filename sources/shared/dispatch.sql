-- The dispatch that the site shows; one row.
select
    strftime(as_of_month, '%Y-%m') as as_of_month,
    as_of_year,
    as_of_closed,
    strftime(known_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as known_at,
    is_synthetic,
    policy_version,
    policy_label,
    first_award_year
from mart.dispatch
