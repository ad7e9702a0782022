-- How many enterprises of a town are in each tier of the library.
select
    town,
    library_tier,
    count(*) as enterprises
from mart.growth_tier
where library_tier <> 'outside'
group by town, library_tier
order by town, library_tier
