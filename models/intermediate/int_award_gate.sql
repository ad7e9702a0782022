-- Grain: award line, gate that its clause passes: how it stands, with the figures, the grade or the listing that decided. The two that hang on the
-- year stand beside every line; the dishonesty list, which hangs on the event's day, beside the lines that come to the gates.
-- Units: micro (0.01 CNY).
with

lines as (
    select * from int_award_paid
),

gates as (
    select * from int_gate
),

modes as (
    select * from policy_gate
),

scopes as (
    select * from int_rating_scope
),

of_year as (
    select
        lines.line_no,
        lines.award_year,
        lines.enterprise_id,
        lines.clause_id,
        lines.subject,
        lines.clause_order,
        gates.gate,
        case gates.gate when 'tax_growth' then 1 else 2 end as gate_no,
        case
            when gates.gate <> 'tax_growth' then 'official_ratings'
            when gates.is_missing_district_taxes and not gates.is_missing_taxes then 'district_taxes'
            else 'taxes'
        end as dataset,
        gates.state,
        gates.this_tax,
        gates.last_tax,
        gates.district_this_tax,
        gates.district_last_tax,
        coalesce(gates.grade, '') as grade,
        case when gates.grade is null and not scopes.is_in_scope then 'outside' else coalesce(gates.grade_source, '') end as grade_source,
        gates.rating_year,
        cast(null as date) as listed_on,
        cast(null as date) as removed_on,
        cast(null as varchar) as dishonest_test
    from lines
    inner join gates
        on gates.enterprise_id = lines.enterprise_id
        and gates.award_year = lines.award_year
        and ((gates.gate = 'tax_growth' and lines.has_tax_growth_gate) or (gates.gate = 'rating_d' and lines.has_rating_d_gate))
    left join scopes
        on scopes.enterprise_id = lines.enterprise_id
        and scopes.award_year = lines.award_year
        and gates.gate = 'rating_d'
),

of_line as (
    select
        line_no,
        award_year,
        enterprise_id,
        clause_id,
        subject,
        clause_order,
        'dishonest' as gate,
        3 as gate_no,
        'dishonesty' as dataset,
        case when is_dishonest then 'failed' else 'met' end as state,
        cast(null as hugeint) as this_tax,
        cast(null as hugeint) as last_tax,
        cast(null as hugeint) as district_this_tax,
        cast(null as hugeint) as district_last_tax,
        '' as grade,
        '' as grade_source,
        cast(null as integer) as rating_year,
        dishonest_listed_on as listed_on,
        dishonest_removed_on as removed_on,
        dishonest_test
    from lines
    where is_at_gates
        and has_dishonest_gate
),

of_both as (
    select * from of_year
    union all
    select * from of_line
),

final as (
    select
        of_both.*,
        modes.mode
    from of_both
    inner join modes
        on modes.gate = of_both.gate
)

select * from final
