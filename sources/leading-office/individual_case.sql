-- Cases that the document leaves to an individual decision, without an amount.
select
    individual.award_year,
    individual.article,
    individual.enterprise_id,
    coalesce(enterprise.enterprise_name, individual.enterprise_id) as recipient,
    coalesce(enterprise.town, '') as town,
    individual.subject,
    individual.lead_body,
    individual.storeys
from mart.individual_case as individual
left join mart.enterprise on enterprise.enterprise_id = individual.enterprise_id
order by individual.award_year desc, individual.article, individual.enterprise_id, individual.subject
