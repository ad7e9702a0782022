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

ranked as (
    select
        *,
        row_number() over (
            partition by clause_id, enterprise_id, award_year, turnover_status
            order by effective_on, subject
        ) as rank_in_year,
        case when is_once_per_person and person is not null then row_number() over (
            partition by clause_id, award_year, person, turnover_status
            order by effective_on, subject
        ) end as rank_of_person
    from lines
),

decided as (
    select
        ranked.*,
        case
            when ranked.turnover_status = 'payable' and (
                (ranked.once = 'lifetime' and (ranked.rank_in_year > 1 or granted_to_enterprise.line_no is not null))
                or (ranked.once = 'lifetime_per_subject' and granted_to_enterprise.line_no is not null)
                or (ranked.once = 'new' and ranked.is_renewal)
                or (ranked.once = 'lifetime_per_rung' and granted_to_enterprise.largest_paid_fen >= ranked.own_fen)
                or (ranked.once = 'year' and ranked.rank_in_year > 1)
                or ranked.rank_of_person > 1
                or granted_to_person.line_no is not null
            ) then 'superseded'
            else ranked.turnover_status
        end as once_status
    from ranked
    left join granted_to_enterprise
        on granted_to_enterprise.line_no = ranked.line_no
    left join granted_to_person
        on granted_to_person.line_no = ranked.line_no
),

kept as (
    select
        *,
        case when once_status = 'payable' then turnover_fen else 0 end as once_fen
    from decided
)

select * from kept
