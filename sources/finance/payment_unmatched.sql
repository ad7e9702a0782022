-- Payments that no award line answers for.
select
    unmatched.payment_no,
    unmatched.enterprise_id,
    coalesce(enterprise.enterprise_name, unmatched.enterprise_id) as recipient,
    unmatched.award_year,
    unmatched.clause_id,
    unmatched.reason,
    unmatched.amount_cny,
    strftime(unmatched.paid_on, '%Y-%m-%d') as paid_on,
    file.file,
    unmatched.source_sheet,
    unmatched.source_row
from mart.payment_unmatched as unmatched
left join mart.enterprise on enterprise.enterprise_id = unmatched.enterprise_id
left join (select file_id, any_value(file) as file from ops.import_file group by file_id) as file on file.file_id = unmatched.file_id
order by unmatched.paid_on, unmatched.payment_no
