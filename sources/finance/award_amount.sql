-- How the own amount of each award comes about; decimals as text, so that the words made from them are exact.
select
    award_year,
    enterprise_id,
    clause_id,
    clause_order,
    subject,
    node,
    kind,
    cast(gross_cny as varchar) as gross_cny,
    cast(line_cny as varchar) as line_cny,
    claims_in_line,
    cast(cap_cny as varchar) as cap_cny,
    cast(base as varchar) as base,
    base_unit,
    cast(base_over as varchar) as base_over,
    cast(rate as varchar) as rate,
    days,
    cast(is_known as varchar) as is_known,
    cast(is_estimated_at_cap as varchar) as is_estimated_at_cap
from mart.award_amount
order by award_year, enterprise_id, clause_order, subject, node
