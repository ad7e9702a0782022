-- Grain: award line. Step 7: the gates. A failed one that is on brings the line to nothing (`gated`); failing that, one that is
-- not known leaves it undetermined; one on `warn` is reported and pays. A clause names the gates that it passes. Units: fen (0.01 CNY).
-- Dishonesty: a listing, from the day listed up to the day removed, that holds the event's day stops the line; so does one that holds the last day of the
-- as-of month, unless the clause's lines of the enterprise and year were paid in full before it. A payment of a thousand million 万元 or more is a slip.
with

lines as (
    select * from int_award_grouped
),

gates as (
    select * from int_gate
),

modes as (
    select * from policy_gate
),

clauses as (
    select * from policy_clause
),

dishonesty as (
    select * from stg_dishonesty
),

payments as (
    select * from stg_payments
),

parameters as (
    select * from build_parameters
),

modes_in_one_row as (
    select
        max(case when gate = 'tax_growth' then mode end) as tax_growth_mode,
        max(case when gate = 'rating_d' then mode end) as rating_d_mode,
        max(case when gate = 'dishonest' then mode end) as dishonest_mode
    from modes
),

listed_lines as (
    select
        lines.line_no,
        lines.enterprise_id,
        lines.award_year,
        lines.clause_id,
        dishonesty.listed_on,
        dishonesty.removed_on,
        (dishonesty.listed_on <= lines.effective_on and (dishonesty.removed_on is null or dishonesty.removed_on > lines.effective_on)) as holds_event,
        (dishonesty.removed_on is null or dishonesty.removed_on > parameters.as_of_on) as holds_as_of,
        sum(lines.grouped_fen) over (partition by lines.enterprise_id, lines.award_year, lines.clause_id, dishonesty.listed_on) as claimed_together_fen
    from lines
    cross join parameters
    inner join dishonesty
        on dishonesty.enterprise_id = lines.enterprise_id
        and dishonesty.listed_on <= parameters.as_of_on
    where lines.grouped_status = 'payable'
),

paid_before_listing as (
    select
        listed_lines.line_no,
        listed_lines.listed_on,
        cast(cast(sum(payments.amount_wan) as decimal(28, 6)) * 1000000 as hugeint) as paid_fen
    from listed_lines
    inner join payments
        on payments.enterprise_id = listed_lines.enterprise_id
        and payments.award_year = listed_lines.award_year
        and payments.clause_id = listed_lines.clause_id
        and payments.paid_on < listed_lines.listed_on
    where abs(payments.amount_wan) < 1000000000
    group by listed_lines.line_no, listed_lines.listed_on
),

tested_listings as (
    select
        listed_lines.line_no,
        listed_lines.listed_on,
        listed_lines.removed_on,
        case
            when listed_lines.holds_event then 'event_date'
            when listed_lines.holds_as_of and coalesce(paid_before_listing.paid_fen >= listed_lines.claimed_together_fen, false) then 'paid_before'
            when listed_lines.holds_as_of then 'as_of'
        end as test
    from listed_lines
    left join paid_before_listing
        on paid_before_listing.line_no = listed_lines.line_no
        and paid_before_listing.listed_on = listed_lines.listed_on
),

-- of several listings the one that is told: what stops the line before what leaves it alone, then the earlier
ranked_listings as (
    select
        *,
        row_number() over (partition by line_no order by case test when 'event_date' then 1 when 'as_of' then 2 else 3 end, listed_on) as place
    from tested_listings
    where test is not null
),

reached as (
    select
        lines.*,
        (lines.grouped_status = 'payable' and lines.gates <> 'none') as is_at_gates,
        clauses.has_tax_growth_gate,
        clauses.has_rating_d_gate,
        clauses.has_dishonest_gate,
        modes_in_one_row.tax_growth_mode,
        modes_in_one_row.rating_d_mode,
        modes_in_one_row.dishonest_mode,
        tax_growth.state as tax_growth_state,
        tax_growth.is_missing_taxes as is_own_tax_unknown,
        tax_growth.is_missing_district_taxes as is_district_tax_unknown,
        rating.state as rating_d_state,
        rating.is_without_rating,
        coalesce(ranked_listings.test <> 'paid_before', false) as is_dishonest,
        ranked_listings.listed_on as dishonest_listed_on,
        ranked_listings.removed_on as dishonest_removed_on,
        ranked_listings.test as dishonest_test
    from lines
    cross join modes_in_one_row
    inner join clauses
        on clauses.clause_id = lines.clause_id
    left join gates as tax_growth
        on tax_growth.enterprise_id = lines.enterprise_id
        and tax_growth.award_year = lines.award_year
        and tax_growth.gate = 'tax_growth'
    left join gates as rating
        on rating.enterprise_id = lines.enterprise_id
        and rating.award_year = lines.award_year
        and rating.gate = 'rating_d'
    left join ranked_listings
        on ranked_listings.line_no = lines.line_no
        and ranked_listings.place = 1
),

judged as (
    select
        *,
        (is_at_gates and has_tax_growth_gate and tax_growth_mode <> 'off' and tax_growth_state = 'failed') as is_tax_growth_failed,
        (is_at_gates and has_tax_growth_gate and tax_growth_mode <> 'off' and tax_growth_state = 'unknown') as is_tax_growth_unknown,
        (is_at_gates and has_rating_d_gate and rating_d_mode <> 'off' and rating_d_state = 'failed') as is_rating_d_failed,
        (is_at_gates and has_rating_d_gate and rating_d_mode <> 'off' and is_without_rating) as is_unrated,
        (is_at_gates and has_dishonest_gate and dishonest_mode <> 'off' and is_dishonest) as is_dishonest_failed
    from reached
),

decided as (
    select
        *,
        (is_tax_growth_unknown and is_own_tax_unknown) as is_missing_taxes,
        (is_tax_growth_unknown and is_district_tax_unknown) as is_missing_district_taxes,
        case
            when (is_tax_growth_failed and tax_growth_mode = 'on') or (is_rating_d_failed and rating_d_mode in ('on', 'official_only')) or (is_dishonest_failed and dishonest_mode = 'on') then 'gated'
            when is_tax_growth_unknown and tax_growth_mode = 'on' then 'undetermined'
            else grouped_status
        end as gated_status
    from judged
),

kept as (
    select
        *,
        case when gated_status = 'payable' then grouped_fen else 0 end as entitled_fen
    from decided
)

select * from kept
