-- How each award line came to its amount, step by step.
select
    award_year,
    enterprise_id,
    clause_id,
    subject,
    step_no,
    step,
    before_cny,
    after_cny,
    limit_cny,
    status
from mart.award_step
order by award_year, enterprise_id, clause_id, subject, step_no
