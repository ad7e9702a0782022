-- Grain: award line. Step 3: one project, one policy, for the project's life: the policy that was first granted stays. Before any grant the
-- chosen policy's line is kept; without a choice on file the larger, where a line under the turnover tax (article 8) is first held to it by
-- itself, ties to the lower clause. The others are superseded. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_capped
),

granted_before as (
    select * from int_award_granted_before
),

year_figures as (
    select * from int_year_figure
),

gates as (
    select * from policy_gate
),

grants_of_project as (
    select
        choice_id,
        subject,
        choice_name,
        row_number() over (partition by choice_id, subject order by award_year, clause_order) as place
    from granted_before
    where choice_id is not null
),

keyed as (
    select
        lines.*,
        coalesce(gates.mode = 'on' and lines.has_turnover_tax_cap, false) as is_under_turnover_tax,
        -- a join on a null key finds nothing, and stays a hash join
        case when lines.has_turnover_tax_cap then lines.enterprise_id end as turnover_enterprise_id
    from lines
    left join gates
        on gates.gate = 'turnover_tax_cap'
),

held as (
    select
        keyed.*,
        case when year_figures.value < 0 then 0 else year_figures.value end as turnover_limit_fen,
        coalesce(grants_of_project.choice_name, keyed.chosen_policy) as kept_policy,
        (grants_of_project.choice_name is not null) as is_policy_granted_before,
        case when keyed.is_under_turnover_tax and year_figures.value < keyed.capped_fen then greatest(year_figures.value, 0) else keyed.capped_fen end as comparable_fen
    from keyed
    left join year_figures
        on year_figures.enterprise_id = keyed.turnover_enterprise_id
        and year_figures.year = keyed.award_year
        and year_figures.fact = 'turnover_tax'
    left join grants_of_project
        on grants_of_project.choice_id = keyed.choice_id
        and grants_of_project.subject = keyed.subject
        and grants_of_project.place = 1
),

ranked as (
    select
        *,
        row_number() over (
            partition by choice_id, enterprise_id, subject, award_year, capped_status
            order by comparable_fen desc, clause_order
        ) as rank_by_amount
    from held
),

chosen as (
    select
        *,
        case
            when capped_status = 'payable' and choice_id is not null and (
                (kept_policy is not null and kept_policy <> choice_name)
                or (kept_policy is null and rank_by_amount > 1)
            ) then 'superseded'
            else capped_status
        end as chosen_status
    from ranked
),

kept as (
    select
        *,
        case when chosen_status = 'payable' then capped_fen else 0 end as chosen_fen
    from chosen
)

select * from kept
