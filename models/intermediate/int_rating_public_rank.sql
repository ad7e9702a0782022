-- Grain: rating year, rated enterprise: its rank as it may be shown to those who must not learn taxes.
-- Equal scores are most often no tax at all, and the contract's order among them (tax per mu, then code) would show it: a run of rising codes.
-- So equal scores stand in an order that nobody can reckon or recognise, the same in every build: by a digest of the code and of the first file of
-- taxes that was loaded, which only those have who know the taxes anyway. Who has no tax on file, as everybody sees, stands behind the others.
-- The last three tenths of a list have no order at all: all of them of one grade share the first rank among them.
with

ranks as (
    select * from int_rating_rank
),

measures as (
    select * from int_rating_measure
),

first_tax_file as (
    select min_by(import_file.sha256, import_file.file_id) as digest
    from ops.import_file
    where import_file.dataset = 'taxes'
),

placed as (
    select
        ranks.rating_year,
        ranks.enterprise_id,
        ranks.size_class,
        ranks.quota_grade,
        ranks.rated_count,
        row_number() over (
            partition by ranks.rating_year, ranks.size_class
            order by
                ranks.score desc, ranks.quota_grade, case when measures.value is null then 1 else 0 end,
                md5(concat_ws(' ', first_tax_file.digest, ranks.rating_year, ranks.enterprise_id))
        ) as place
    from ranks
    cross join first_tax_file
    left join measures
        on ranks.rating_year = measures.rating_year
        and ranks.enterprise_id = measures.enterprise_id
        and measures.measure = 'tax'
),

public_ranks as (
    select
        placed.rating_year,
        placed.enterprise_id,
        cast(placed.place as integer) as place,
        placed.place * 10 > placed.rated_count * 7 as is_shared,
        cast(case
            when placed.place * 10 > placed.rated_count * 7
                then min(placed.place) over (partition by placed.rating_year, placed.size_class, placed.quota_grade, placed.place * 10 > placed.rated_count * 7)
            else placed.place
        end as integer) as shown_rank
    from placed
)

select * from public_ranks
