-- What each limit and gate takes away between the clauses' own amounts and what is still to be paid.
select award_year, basis, stage_no, stage, kind, before_cny, removed_cny, after_cny, alone_cny, lines, enterprises
from mart.limit_effect
order by award_year, basis, stage_no
