-- Grain: award line. Step 5: once-rules. Used up is what an earlier award year granted, or what is paid on file: not a line that a cap, a choice or a gate
-- took away, and no year before the policy that paid nothing.
-- `lifetime`: of one award year the first event stays; `lifetime_per_rung`: the ladder itself asks for a first time, and a payment of the rung's
-- amount or more in an earlier year says that it was passed; `year`: the first event of the year stays; `new`: the title was on record
-- before, at the same or a higher level; `lifetime_per_subject`: a parcel, say, of the same enterprise. A clause once per person asks the same of the person. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_turnover_capped
),

granted_before as (
    select * from int_award_granted_before
),

granted_to_enterprise as (
    select
        lines.line_no,
        max(case when granted_before.source = 'payment' then granted_before.granted_fen end) as largest_paid_fen
    from lines
    inner join granted_before
        on granted_before.enterprise_id = lines.enterprise_id
        and granted_before.clause_id = lines.clause_id
        and granted_before.award_year < lines.award_year
        and (lines.once <> 'lifetime_per_subject' or granted_before.subject = lines.subject)
    where lines.once in ('lifetime', 'lifetime_per_rung', 'lifetime_per_subject')
    group by lines.line_no
),

granted_to_person as (
    select distinct lines.line_no
    from lines
    inner join granted_before
        on granted_before.person = lines.person
        and granted_before.clause_id = lines.clause_id
        and granted_before.award_year < lines.award_year
    where lines.is_once_per_person
),

looked_back as (
    select
        lines.*,
        coalesce(
            (lines.once in ('lifetime', 'lifetime_per_subject') and granted_to_enterprise.line_no is not null)
            or (lines.once = 'lifetime_per_rung' and granted_to_enterprise.largest_paid_fen >= lines.own_fen)
            or granted_to_person.line_no is not null,
            false
        ) as is_used_up
    from lines
    left join granted_to_enterprise
        on granted_to_enterprise.line_no = lines.line_no
    left join granted_to_person
        on granted_to_person.line_no = lines.line_no
),

-- what an earlier year has used up does not stand before another of this year
ranked_by_person as (
    select
        *,
        case when is_once_per_person and person is not null then row_number() over (
            partition by clause_id, award_year, person, turnover_status, is_used_up
            order by effective_on, subject
        ) else 1 end as rank_of_person
    from looked_back
),

ranked as (
    select
        *,
        row_number() over (
            partition by clause_id, enterprise_id, award_year, turnover_status, is_used_up, (rank_of_person > 1)
            order by effective_on, subject
        ) as rank_in_year
    from ranked_by_person
),

decided as (
    select
        *,
        case
            when turnover_status = 'payable' and (
                is_used_up
                or rank_of_person > 1
                or (once in ('lifetime', 'year') and rank_in_year > 1)
                or (once = 'new' and is_renewal)
            ) then 'superseded'
            else turnover_status
        end as once_status
    from ranked
),

kept as (
    select
        *,
        case when once_status = 'payable' then turnover_fen else 0 end as once_fen
    from decided
)

select * from kept
