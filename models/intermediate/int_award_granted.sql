-- Grain: award line that was granted: entitled after the gates, or paid on file, whichever is larger. Later award years read it where a rule
-- looks back: once in a lifetime, one listing, one policy a project, a project's cap over its years. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_paid
),

grants as (
    select
        'line' as source,
        award_year,
        enterprise_id,
        clause_id,
        clause_order,
        subject,
        person,
        group_id,
        choice_id,
        choice_name,
        cap_per,
        greatest(entitled_fen, paid_fen) as granted_fen
    from lines
    where entitled_fen > 0
        or paid_fen > 0
)

select * from grants
