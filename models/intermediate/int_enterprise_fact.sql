-- Grain: enterprise, fact of scope `enterprise`, from the registry. Yes and no are 1 and 0, a date is the number yyyymmdd, null is not known.
with

enterprises as (
    select * from stg_enterprises
),

facts as (
    select enterprise_id, 'is_industrial' as fact, case when sector = '工业' then 1 else 0 end as value from enterprises
    union all
    select enterprise_id, 'is_manufacturing', case when is_manufacturing then 1 when not is_manufacturing then 0 end from enterprises
    union all
    select enterprise_id, 'is_small_micro', case when is_small_micro then 1 else 0 end from enterprises
    union all
    -- the size class of the directory says it; where that is blank the small and micro are, and of the others nobody knows which are medium
    select enterprise_id, 'is_small_medium_micro', case when size_type = '大型' then 0 when size_type is not null or is_small_micro then 1 end from enterprises
    union all
    select enterprise_id, 'is_operating', case when operating_status = '存续' then 1 else 0 end from enterprises
    union all
    select enterprise_id, 'founded_on', year(founded_on) * 10000 + month(founded_on) * 100 + day(founded_on) from enterprises
),

typed as (
    select
        enterprise_id,
        fact,
        cast(value as decimal(28, 8)) as value
    from facts
)

select * from typed
