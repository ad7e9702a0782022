-- File, sheet and row of the figures behind the awards; files by number, their names stand in source_file.
select award_year, enterprise_id, clause_id, subject, dataset, about, file_id, source_sheet, source_row
from mart.award_source
order by enterprise_id, award_year, dataset, about, source_row
