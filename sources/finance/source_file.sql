-- Names of the files that rows came from; a workbook with several sheets stands once.
select file_id, any_value(file) as file
from ops.import_file
group by file_id
order by file_id
