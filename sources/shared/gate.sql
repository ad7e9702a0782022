-- The gates and caps that stand between an award and its payment.
select gate, mode, summary, place, reading
from policy.policy_gate
order by gate
