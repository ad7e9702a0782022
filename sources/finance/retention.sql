-- New local retention of each enterprise and year, and the awards that it is to carry.
select
    retention.award_year,
    retention.enterprise_id,
    coalesce(enterprise.enterprise_name, retention.enterprise_id) as recipient,
    coalesce(enterprise.town, '') as town,
    retention.retention_this_year_cny,
    retention.retention_last_year_cny,
    retention.new_retention_cny,
    retention.entitled_cny,
    retention.fundable_cny,
    retention.shortfall_cny
from mart.enterprise_retention as retention
left join mart.enterprise on enterprise.enterprise_id = retention.enterprise_id
order by retention.award_year, retention.enterprise_id
