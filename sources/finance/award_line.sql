-- One line for each award: recipient, year, clause, subject.
select
    award_line.award_year,
    award_line.enterprise_id,
    coalesce(enterprise.enterprise_name, award_line.enterprise_id) as recipient,
    -- a person or an institution is known by its name alone
    case when regexp_matches(award_line.enterprise_id, '^[0-9A-Z]{18}$') then award_line.enterprise_id end as credit_code,
    coalesce(enterprise.town, '') as town,
    award_line.clause_id,
    award_line.clause_order,
    award_line.article,
    award_line.subject,
    award_line.basis,
    award_line.gross_cny,
    award_line.entitled_cny,
    award_line.fundable_cny,
    award_line.shortfall_cny,
    award_line.paid_cny,
    award_line.outstanding_cny,
    award_line.status,
    -- what can be paid at all: of the new retention only a part, or nothing, may be left for it
    case
        when award_line.status = 'payable' and award_line.fundable_cny < award_line.entitled_cny then case when award_line.fundable_cny > 0 then 'payable_part' else 'payable_none' end
        else award_line.status
    end as payability,
    array_to_string(award_line.reasons, ',') as reasons,
    award_line.redemption,
    award_line.funding,
    strftime(award_line.effective_on, '%Y-%m-%d') as effective_on,
    strftime(award_line.due_on, '%Y-%m-%d') as due_on,
    cast(dispatch.as_of_on - award_line.due_on as integer) as age_days,
    award_line.lead_body
from mart.award_line
cross join mart.dispatch
left join mart.enterprise on enterprise.enterprise_id = award_line.enterprise_id
order by award_line.award_year, award_line.clause_order, award_line.enterprise_id, award_line.subject
