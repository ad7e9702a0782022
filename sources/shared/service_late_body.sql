-- Requests and cases by the body that handles them: how many, and how many late. No enterprise.
select quarter, promise, body, promise_order, label_zh, items, late, late_and_open, assumed
from mart.service_late_body
order by quarter, promise_order, body
