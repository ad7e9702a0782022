-- What each leading body leads, counted: targets, titles, events. No enterprise.
select body, item, body_order, item_order, label_zh, target, achieved, this_year, status
from mart.lead_tally
order by body_order, item_order
