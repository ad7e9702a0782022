-- What each clause comes to in the newest award year over the whole district. is_few: fewer than three recipients (parameter), or so few of those
-- that a clause of fixed amounts, or of amounts by output or revenue, touches go without that the sum tells who is paid, or all get the same. Only
-- who fails the tax gate alone goes without unseen: data that are missing, a grade, the list of the dishonest and the rules of the document are known. is_tax: a clause that asks for
-- taxes; the number of those over its threshold would help to tell a tax. A sum is told when its year has ended, to one digit: from one month's to the
-- next's, or from before a correction to after it, the one line that is another would be told with it.
with lines as (
    select
        clause_id,
        award_year,
        coalesce(enterprise_id, subject) as recipient,
        count(*) as lines,
        sum(entitled_cny) as entitled_cny,
        bool_or(status = 'gated' and list_contains(reasons, 'tax_growth') and not list_has_any(reasons, ['rating_d', 'dishonest'])) as is_unseen
    from mart.award_line
    where basis = 'accrued' and award_year = (select max(award_year) from mart.award_line)
    group by clause_id, award_year, coalesce(enterprise_id, subject)
),

sums as (
    select
        lines.clause_id,
        lines.award_year,
        sum(lines.lines) as lines,
        count(*) filter (lines.entitled_cny > 0) as recipients,
        count(*) filter (lines.entitled_cny <= 0 and lines.is_unseen) as others,
        max(lines.entitled_cny) as largest_cny,
        min(lines.entitled_cny) filter (lines.entitled_cny > 0) as smallest_cny,
        sum(lines.entitled_cny) as entitled_cny
    from lines
    group by lines.clause_id, lines.award_year
),

-- the clauses whose amount or conditions are taxes
of_taxes as (
    select clause_id from policy.policy_clause where figure in (select fact from policy.policy_fact where dataset = 'taxes')
    union
    select clause_id from policy.policy_condition where dataset = 'taxes'
)

select
    sums.clause_id,
    sums.award_year,
    cast(sums.lines as integer) as lines,
    cast(sums.entitled_cny / 10000 as double) as district_wan,
    of_taxes.clause_id is not null as is_tax,
    sums.recipients < settings.min_contributors
        or sums.largest_cny > settings.largest_share * sums.entitled_cny
        or (sums.others < settings.min_contributors and (clause.kind in ('event', 'ladder') or clause.figure is not null or sums.smallest_cny = sums.largest_cny))
        or of_taxes.clause_id is not null
        or sums.award_year * 100 + 12 > extract(year from dispatch.as_of_month) * 100 + extract(month from dispatch.as_of_month) as is_few
from sums
inner join policy.policy_clause as clause on clause.clause_id = sums.clause_id
left join of_taxes on of_taxes.clause_id = sums.clause_id
cross join policy.evaluation_disclosure as settings
cross join mart.dispatch
order by sums.clause_id
