-- Grain: award line, reason code.
with

lines as (
    select * from int_award_paid
),

missing as (
    select * from int_award_missing
),

scopes as (
    select * from int_rating_scope
),

-- who is outside the evaluation is not unrated for want of data; who is in no registry may be in its scope
unrated as (
    select lines.line_no
    from lines
    left join scopes
        on scopes.enterprise_id = lines.enterprise_id
        and scopes.award_year = lines.award_year
    where lines.is_unrated
        and lines.is_identified
        and coalesce(scopes.is_in_scope, true)
),

reasons as (
    select line_no, 'cap' as reason from lines where own_status = 'payable' and capped_fen < own_fen
    union
    select line_no, 'estimated_at_cap' from lines where is_estimated_at_cap
    union
    select line_no, 'choice' from lines where capped_status = 'payable' and chosen_status = 'superseded'
    union
    select line_no, 'turnover_tax_cap' from lines where is_limited and turnover_limit_fen is not null and turnover_fen < chosen_fen
    union
    select line_no, 'missing:taxes' from lines where chosen_status = 'payable' and turnover_status = 'undetermined'
    union
    select line_no, case when once = 'new' and is_renewal then 'renewal' else 'already_awarded' end from lines where turnover_status = 'payable' and once_status = 'superseded'
    union
    select line_no, 'group' from lines where once_status = 'payable' and grouped_status = 'superseded'
    union
    select line_no, 'tax_growth' from lines where is_tax_growth_failed
    union
    select line_no, 'rating_d' from lines where is_rating_d_failed
    union
    select line_no, 'dishonest' from lines where is_dishonest_failed
    union
    select line_no, 'unrated' from unrated
    union
    select line_no, 'missing:taxes' from lines where is_missing_taxes and gated_status <> 'gated'
    union
    select line_no, 'missing:district_taxes' from lines where is_missing_district_taxes and gated_status <> 'gated'
    union
    select line_no, 'retention_cap' from lines where fundable_fen < entitled_fen
    union
    select line_no, 'missing:taxes' from lines where fundable_fen < entitled_fen and new_retention_fen is null
    union
    select missing.line_no, 'missing:' || missing.dataset from missing inner join lines on lines.line_no = missing.line_no
)

select * from reasons
