-- Grain: enterprise, its registry card; one row for each of 企业名录.
with

enterprises as (
    select * from stg_enterprises
),

enterprise as (
    select
        enterprises.enterprise_id,
        enterprises.enterprise_name,
        enterprises.town,
        enterprises.industry_code,
        enterprises.industry_name,
        enterprises.sector,
        enterprises.is_manufacturing,
        enterprises.is_strategic_emerging,
        enterprises.size_class,
        enterprises.is_small_micro,
        enterprises.founded_on,
        enterprises.operating_status
    from enterprises
)

select * from enterprise
