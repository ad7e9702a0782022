-- Grain: enterprise and award year with an award line. Under which identity the district's own tax stands that its tax growth is measured against:
-- '' here, where there is one district; a simulation gives every draw its own.
with

lines as (
    select * from int_award_grouped
),

enterprises as (
    select distinct
        enterprise_id,
        award_year,
        '' as district_id
    from lines
    where gates <> 'none'
)

select * from enterprises
