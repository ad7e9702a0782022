/**
 * What of every line no draw changes, as tables of the simulation's own database, made from the same policy tables and models that the
 * build has: the claims of moving clauses with their tests, and the lines that stand beside them. After `fixedPartsSql`.
 *
 * A test of an annual figure is a span of whole numbers within which it is met: growth over last year, a threshold and a first time all
 * come to that, since everything but this year's figure is settled. A ratio is compared by cross-multiplication instead.
 */

/** Bounds of a span that has none; no figure comes near. */
const [least, most] = ["-9000000000000000000", "9000000000000000000"];

const bounded = (value: string) => `cast(greatest(least(${value}, ${most}::hugeint), ${least}::hugeint) as bigint)`;
const micro = (column: string) => `cast(${column} * 1000000 as hugeint)`;
const applies = (dated: string) => `claims.effective_on >= ${dated}.valid_from and (${dated}.valid_until is null or claims.effective_on < ${dated}.valid_until)`;

export interface LinesPlan {
  /** schema of the deterministic build */
  readonly base: string;
  /** schema of the policy's tables: the build's own, or others under which the same claims are tried */
  readonly policy: string;
  readonly year: number;
}

/** The claims of moving clauses, one row each; more than one in a line is for the caller to refuse. */
export function claimsSql({ base, policy, year }: LinesPlan): string[] {
  const lastOf = (fact: string) => `left join ${base}.int_year_figure as figures on figures.enterprise_id = claims.enterprise_id and figures.year = ${year} and figures.fact = ${fact}`;
  const drawn = (fact: string) => `left join drawn_fact as drawn on drawn.enterprise_id = claims.enterprise_id and drawn.fact = ${fact}`;
  return [
    `create or replace table drawn_fact as
      select enterprise_id, figure as fact from base_value where expected is not null
      union all
      select profit.enterprise_id, 'profit_margin' from base_value as profit inner join base_value as revenue on revenue.enterprise_id = profit.enterprise_id
      where profit.figure = 'profit' and revenue.figure = 'revenue' and profit.expected is not null and revenue.expected is not null`,
    `create or replace table wide_claim as
      select claims.claim_no, claims.clause_id, claims.kind, claims.enterprise_id, claims.subject, claims.source, claims.effective_on, claims.person, claims.chosen_policy, claims.is_renewal, levels.level_order
      from moving_claim as claims left join ${policy}.policy_level as levels on levels.level = claims.level`,
    // a condition that hangs on no drawn figure has its answer in the build
    `create or replace table wide_condition as
      with answers as (select claim_no, condition_no, alternative_no, bool_or(state = 'met') as is_met from ${base}.int_condition where claim_no in (select claim_no from wide_claim) group by all),
      asked as (
        select claims.claim_no, conditions.condition_no, conditions.alternative_no, conditions.fact, conditions.comparison, conditions.measure, ${micro("conditions.threshold")} as bound,
          (drawn.fact is not null) as is_drawn, (drawn.fact is null and coalesce(answers.is_met, false)) as is_met,
          figures.last_value, figures.last_divisor,
          (drawn.fact is not null
            and not (conditions.is_first_time and coalesce(case conditions.comparison when 'over' then figures.best_before > bound when 'from' then figures.best_before >= bound end, false))
            and (conditions.comparison not in ('growth_over', 'growth_from') or coalesce(figures.last_value is not null and figures.last_divisor > 0 and (conditions.measure = 'points' or figures.last_value > 0), false))) as is_possible
        from wide_claim as claims
        inner join ${policy}.policy_condition as conditions on conditions.clause_id = claims.clause_id and ${applies("conditions")}
        left join drawn_fact as drawn on conditions.scope = 'year' and drawn.enterprise_id = claims.enterprise_id and drawn.fact = conditions.fact
        left join answers on answers.claim_no = claims.claim_no and answers.condition_no = conditions.condition_no and answers.alternative_no = conditions.alternative_no
        ${lastOf("conditions.fact")}
      ),
      spanned as (
        select *, last_value * (1000000 + bound) as grown from asked
      )
      select claim_no, condition_no, alternative_no, is_met, is_possible,
        case when is_possible and fact <> 'profit_margin' then ${bounded("case comparison when 'over' then bound + 1 when 'from' then bound when 'is' then bound when 'growth_over' then grown // 1000000 + 1 when 'growth_from' then (grown + 999999) // 1000000 else " + least + "::hugeint end")} end as low,
        case when is_possible and fact <> 'profit_margin' then ${bounded("case comparison when 'at_most' then bound when 'below' then bound - 1 when 'is' then bound else " + most + "::hugeint end")} end as high,
        -- of a ratio: value x times is compared with divisor x against
        case when is_possible and fact = 'profit_margin' then case when comparison in ('growth_over', 'growth_from') then last_divisor * 1000000 else 1 end end as times,
        case when is_possible and fact = 'profit_margin' then case when comparison not in ('growth_over', 'growth_from') then bound when measure = 'points' then bound * last_divisor + last_value * 1000000 else grown end end as against
      from spanned`,
    // of a claim that a settled condition stops nothing is left to try
    `delete from wide_claim where claim_no in (
      select claim_no from wide_condition group by claim_no, condition_no having not bool_or(is_met or is_possible)
    )`,
    `create or replace table wide_rung as
      select claims.claim_no, claims.clause_id, rungs.rung,
        ${bounded(`greatest(${micro("rungs.threshold")} + (case clauses.compare when 'over' then 1 else 0 end),
          case when rungs.growth_over is not null and figures.last_value is not null then figures.last_value * (1000000 + ${micro("rungs.growth_over")}) // 1000000 + 1 else ${least}::hugeint end)`)} as low,
        ${bounded(`coalesce(${micro("rungs.below")} - 1, ${most}::hugeint)`)} as high,
        -- growth over a year that is not on file is not known: what it may pay keeps a lower rung open
        (rungs.growth_over is not null and figures.last_value is null) as is_unknown,
        cast(cast(cast(rungs.amount_wan as decimal(28, 6)) * 1000000 as hugeint) as bigint) as fen
      from wide_claim as claims
      inner join ${policy}.policy_clause as clauses on clauses.clause_id = claims.clause_id
      inner join ${policy}.policy_rung as rungs on rungs.clause_id = claims.clause_id and ${applies("rungs")}
      inner join drawn_fact as drawn on drawn.enterprise_id = claims.enterprise_id and drawn.fact = clauses.figure
      ${lastOf("clauses.figure")}
      where claims.kind = 'ladder'
        and not (clauses.is_first_time and coalesce(case clauses.compare when 'over' then figures.best_before > ${micro("rungs.threshold")} else figures.best_before >= ${micro("rungs.threshold")} end, false))
        and not (rungs.growth_over is not null and coalesce(figures.last_value <= 0, false))`,
    // an amount that hangs on no drawn figure is the build's; the others have a rate, or rungs
    `create or replace table wide_amount as
      with applicable as (
        select claims.claim_no,
          max(case when parameters.parameter = 'rate' then cast(parameters.value * 100000000 as hugeint) end) as rate_e8,
          max(case when parameters.parameter = 'cap' then ${micro("parameters.value")} end) as cap_fen,
          coalesce(max(case when parameters.parameter = 'base_over' then ${micro("parameters.value")} end), 0) as base_over
        from wide_claim as claims inner join ${policy}.policy_parameter as parameters on parameters.clause_id = claims.clause_id and ${applies("parameters")}
        group by claims.claim_no
      ),
      built as (${["event", "ladder", "percent", "interest", "upto"].map((kind) => `select claim_no, gross_fen, cap_fen, is_known from ${base}.int_amount_${kind}`).join(" union all ")}),
      formed as (
        select claims.claim_no, (drawn.fact is not null and (claims.kind = 'ladder' or (claims.kind = 'percent' and claims.source = 'annual_figures'))) as is_formed
        from wide_claim as claims inner join ${policy}.policy_clause as clauses on clauses.clause_id = claims.clause_id
        ${drawn("case when claims.kind = 'ladder' then clauses.figure else clauses.base end")}
      )
      select formed.claim_no, formed.is_formed,
        case when not formed.is_formed and built.is_known then built.gross_fen end as gross_fen,
        case when formed.is_formed then applicable.cap_fen else built.cap_fen end as cap_fen,
        applicable.rate_e8, applicable.base_over
      from formed left join applicable on applicable.claim_no = formed.claim_no left join built on built.claim_no = formed.claim_no`,
    `delete from wide_claim where claim_no in (select claim_no from wide_amount where not is_formed and coalesce(gross_fen, 0) <= 0)
      or (kind = 'percent' and claim_no in (select claim_no from wide_amount where is_formed and rate_e8 is null))
      or (kind = 'ladder' and claim_no in (select claim_no from wide_amount where is_formed) and claim_no not in (select claim_no from wide_rung))`,
  ];
}

/**
 * All lines of the row, one row each, with the number that its clause (its project, where a project chooses among clauses) gives it in the
 * enterprise. `stops_over`: at the gate of the dishonest, the sum of the clause above which it does not pay; null where it always may.
 */
export function linesSql({ base, policy, year }: LinesPlan): string[] {
  const none = "cast(null as bigint)";
  return [
    // earlier years have used up so much of a project's cap
    `create or replace table wide_line as
      with used as (select clause_id, subject, sum(granted_fen) as used_fen from granted_line where cap_per = 'project' group by all),
      moving as (
        select claims.enterprise_id, claims.clause_id, claims.subject, claims.effective_on, claims.person, claims.level_order, claims.chosen_policy, claims.is_renewal, claims.claim_no,
          cast(amounts.gross_fen as bigint) as own_fen,
          cast(case when clauses.cap_per = 'project' and amounts.cap_fen is not null then greatest(amounts.cap_fen - coalesce(used.used_fen, 0), 0) else amounts.cap_fen end as bigint) as cap_fen,
          cast(amounts.rate_e8 as bigint) as rate_e8, ${bounded("amounts.base_over")} as base_over, ${none} as settled_fen
        from wide_claim as claims
        inner join ${policy}.policy_clause as clauses on clauses.clause_id = claims.clause_id
        inner join wide_amount as amounts on amounts.claim_no = claims.claim_no
        left join used on used.clause_id = claims.clause_id and used.subject = claims.subject
      ),
      -- a cap that hangs on no draw has been taken: it is the cap of the line
      fixed as (
        select enterprise_id, clause_id, subject, effective_on, person, level_order, chosen_policy, is_renewal, cast(null as bigint) as claim_no,
          cast(own_fen as bigint) as own_fen, cast(capped_fen as bigint) as cap_fen, ${none} as rate_e8, ${none} as base_over, ${none} as settled_fen
        from ${base}.int_award_capped
        where award_year = ${year} and capped_status = 'payable' and clause_id in (select clause_id from fixed_line)
      ),
      settled as (
        select enterprise_id, clause_id, subject, effective_on, person, level_order, null, false, null, null, null, null, null, cast(grouped_fen as bigint)
        from settled_line
      )
      select * from moving union all select * from fixed union all select * from settled`,
    // the model answers for who has a line that comes to the gates; here for everyone who may have one
    `create or replace temp view int_award_grouped as select distinct enterprise_id, cast(${year} as integer) as award_year, 'common' as gates from wide_line`,
    "create or replace temp view int_gate_district as select enterprise_id, award_year, '' as district_id from int_award_grouped",
    // a listing that holds the event's day stops the line whatever was paid; one that holds the as-of month's end, what was not paid in full before it
    `create or replace table wide_listing as
      with listed as (
        select lines.enterprise_id, lines.clause_id, lines.subject, dishonesty.listed_on,
          (dishonesty.listed_on <= lines.effective_on and (dishonesty.removed_on is null or dishonesty.removed_on > lines.effective_on)) as holds_event,
          (dishonesty.removed_on is null or dishonesty.removed_on > parameters.as_of_on) as holds_as_of
        from wide_line as lines cross join ${base}.build_parameters as parameters
        inner join ${base}.stg_dishonesty as dishonesty on dishonesty.enterprise_id = lines.enterprise_id and dishonesty.listed_on <= parameters.as_of_on
      ),
      paid as (
        select listed.enterprise_id, listed.clause_id, listed.listed_on, cast(cast(sum(payments.amount_wan) as decimal(28, 6)) * 1000000 as hugeint) as paid_fen
        from (select distinct enterprise_id, clause_id, listed_on from listed) as listed
        inner join ${base}.stg_payments as payments on payments.enterprise_id = listed.enterprise_id and payments.award_year = ${year} and payments.clause_id = listed.clause_id and payments.paid_on < listed.listed_on
        where abs(payments.amount_wan) < 1000000000
        group by all
      )
      select listed.enterprise_id, listed.clause_id, listed.subject, min(case when holds_event then -1 else cast(coalesce(paid.paid_fen, -1) as bigint) end) as stops_over
      from listed left join paid on paid.enterprise_id = listed.enterprise_id and paid.clause_id = listed.clause_id and paid.listed_on = listed.listed_on
      where holds_event or holds_as_of
      group by all`,
  ];
}

/** The lines with their numbers and all that is settled about them; `ratings` is the model's answer for every enterprise. */
export function numberedSql({ policy, base, year }: LinesPlan, ratings: string): string[] {
  const mode = (gate: string) => `coalesce((select mode from ${policy}.policy_gate where gate = '${gate}'), '')`;
  return [
    `create or replace table wide_numbered as
      with grants as (
        select choice_id, subject, choice_name, row_number() over (partition by choice_id, subject order by award_year, clause_order) as place
        from granted_line where choice_id is not null
      ),
      group_grants as (select distinct group_id, enterprise_id from granted_line where group_id is not null),
      ratings as (select enterprise_id, state from (${ratings}) where gate = 'rating_d')
      select lines.*, clauses.clause_order,
        row_number() over (partition by lines.enterprise_id order by clauses.clause_order, lines.subject) - 1 as place,
        case when clauses.choice_id is not null and lines.settled_fen is null
          then dense_rank() over (partition by lines.enterprise_id, clauses.choice_id, lines.settled_fen is null order by lines.subject)
          else row_number() over (partition by lines.enterprise_id, lines.clause_id order by lines.effective_on, lines.subject) end as number,
        row_number() over (partition by lines.enterprise_id, lines.clause_id order by lines.effective_on, lines.subject) as place_in_year,
        coalesce(grants.choice_name, lines.chosen_policy) as kept_policy,
        coalesce(coalesce(grants.choice_name, lines.chosen_policy) <> clauses.choice_name, false) as is_other_chosen,
        coalesce(clauses.once in ('lifetime', 'lifetime_per_subject') and exists (
          select 1 from granted_line where granted_line.enterprise_id = lines.enterprise_id and granted_line.clause_id = lines.clause_id and (clauses.once <> 'lifetime_per_subject' or granted_line.subject = lines.subject)
        ), false) or (clauses.once = 'new' and lines.is_renewal) as is_used_up,
        case when clauses.once = 'lifetime_per_rung' then (
          select cast(max(granted_fen) as bigint) from granted_line where granted_line.enterprise_id = lines.enterprise_id and granted_line.clause_id = lines.clause_id and granted_line.source = 'payment'
        ) end as largest_paid_fen,
        case when groups.per = 'recipient' then lines.person end as group_recipient,
        case when groups.decides_by = 'level' then lines.level_order end as group_level,
        coalesce(groups.scope = 'lifetime' and group_grants.group_id is not null, false) as is_group_used_up,
        coalesce(clauses.gates <> 'none' and clauses.has_rating_d_gate and ${mode("rating_d")} in ('on', 'official_only') and ratings.state = 'failed', false) as is_stopped,
        case when clauses.gates <> 'none' and clauses.has_dishonest_gate and ${mode("dishonest")} = 'on' then listings.stops_over end as stops_over
      from wide_line as lines
      inner join ${policy}.policy_clause as clauses on clauses.clause_id = lines.clause_id
      left join ${policy}.policy_group as groups on groups.group_id = clauses.group_id and groups.kind = 'group'
      left join grants on grants.choice_id = clauses.choice_id and grants.subject = lines.subject and grants.place = 1
      left join group_grants on group_grants.group_id = clauses.group_id and group_grants.enterprise_id = lines.enterprise_id
      left join ratings on ratings.enterprise_id = lines.enterprise_id
      left join wide_listing as listings on listings.enterprise_id = lines.enterprise_id and listings.clause_id = lines.clause_id and listings.subject = lines.subject`,
    // the tax gate's and the retention's own figures
    `create or replace table wide_before as
      select enterprise_id, ${["total_tax", "retention", "district_tax"].map((fact) => `max(case when fact = '${fact}' then cast(last_value as bigint) end) as last_${fact}`).join(", ")}
      from ${base}.int_year_figure where year = ${year} and fact in ('total_tax', 'retention', 'district_tax') group by enterprise_id`,
  ];
}
