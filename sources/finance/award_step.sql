-- How each award line came to its amount, step by step; what a note's arithmetic needs stands as text, so that it is exact.
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
    status,
    cast(before_cny as varchar) as before_text,
    cast(after_cny as varchar) as after_text,
    cast(limit_cny as varchar) as limit_text,
    cast(claimed_together_cny as varchar) as claimed_together_text,
    cast(project_cap_cny as varchar) as project_cap_text,
    stopped_by,
    beaten_by_source,
    beaten_by_clause_id,
    beaten_by_subject,
    beaten_by_year,
    cast(beaten_by_cny as varchar) as beaten_by_text,
    beaten_by_status,
    cast(renewal_of_on as varchar) as renewal_of_on
from mart.award_step
order by award_year, enterprise_id, clause_id, subject, step_no
