-- The enterprises that count towards each target, and those nearest to it.
select
    target_id,
    enterprise_id,
    -- one that the registry does not have goes by its code
    coalesce(enterprise_name, enterprise_id) as enterprise_name,
    town,
    library_tier,
    strftime(entered_on, '%Y-%m-%d') as entered_on,
    leader,
    state,
    reason,
    -- down, so that nobody who is short of it stands at one hundred per cent; of assets by tenths, or progress and threshold would tell them
    cast(case when figure = 'assets' then floor(progress * 10) / 10 else floor(progress * 100) / 100 end as double) as progress,
    figure,
    -- this audience knows output and revenue, and no assets; the threshold is everybody's
    case when figure <> 'assets' then cast(value_wan as double) end as value_wan,
    cast(needed_wan as double) as needed_wan,
    position
from mart.target_member
order by target_id, position
