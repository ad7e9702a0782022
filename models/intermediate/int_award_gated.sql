-- Grain: award line. Step 7: the gates. A failed one that is on brings the line to nothing (`gated`); failing that, one that is
-- not known leaves it undetermined; one on `warn` is reported and pays. Units: fen (0.01 CNY).
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

dishonesty as (
    select * from stg_dishonesty
),

modes_in_one_row as (
    select
        max(case when gate = 'tax_growth' then mode end) as tax_growth_mode,
        max(case when gate = 'rating_d' then mode end) as rating_d_mode,
        max(case when gate = 'dishonest' then mode end) as dishonest_mode
    from modes
),

dishonest_lines as (
    select distinct
        lines.line_no
    from lines
    inner join dishonesty
        on dishonesty.enterprise_id = lines.enterprise_id
        and (dishonesty.removed_on is null or dishonesty.removed_on > lines.effective_on)
),

reached as (
    select
        lines.*,
        (lines.grouped_status = 'payable' and lines.gates = 'common') as is_at_gates,
        modes_in_one_row.tax_growth_mode,
        modes_in_one_row.rating_d_mode,
        modes_in_one_row.dishonest_mode,
        tax_growth.state as tax_growth_state,
        tax_growth.is_missing_taxes as is_own_tax_unknown,
        tax_growth.is_missing_district_taxes as is_district_tax_unknown,
        rating.state as rating_d_state,
        (rating.grade is null) as is_without_grade,
        (dishonest_lines.line_no is not null) as is_dishonest
    from lines
    cross join modes_in_one_row
    left join gates as tax_growth
        on tax_growth.enterprise_id = lines.enterprise_id
        and tax_growth.award_year = lines.award_year
        and tax_growth.gate = 'tax_growth'
    left join gates as rating
        on rating.enterprise_id = lines.enterprise_id
        and rating.award_year = lines.award_year
        and rating.gate = 'rating_d'
    left join dishonest_lines
        on dishonest_lines.line_no = lines.line_no
),

judged as (
    select
        *,
        (is_at_gates and tax_growth_mode <> 'off' and tax_growth_state = 'failed') as is_tax_growth_failed,
        (is_at_gates and tax_growth_mode <> 'off' and tax_growth_state = 'unknown') as is_tax_growth_unknown,
        (is_at_gates and rating_d_mode <> 'off' and rating_d_state = 'failed') as is_rating_d_failed,
        (is_at_gates and rating_d_mode <> 'off' and is_without_grade) as is_unrated,
        (is_at_gates and dishonest_mode <> 'off' and is_dishonest) as is_dishonest_failed
    from reached
),

decided as (
    select
        *,
        (is_tax_growth_unknown and is_own_tax_unknown) as is_missing_taxes,
        (is_tax_growth_unknown and is_district_tax_unknown) as is_missing_district_taxes,
        case
            when (is_tax_growth_failed and tax_growth_mode = 'on') or (is_rating_d_failed and rating_d_mode = 'on') or (is_dishonest_failed and dishonest_mode = 'on') then 'gated'
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
