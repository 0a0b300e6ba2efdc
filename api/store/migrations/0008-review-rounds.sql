-- Review: rounds with their clock, fenced leases, decisions, and the late reviews that are kept beside them.

create table review_round_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);

-- leased → leased: an expired lease gives way to the next claim without waiting for the sweep.
insert into review_round_transition (from_state, to_state) values
  ('waiting', 'leased'), ('leased', 'waiting'), ('leased', 'leased'), ('leased', 'decided'),
  ('waiting', 'voided'), ('leased', 'voided');

-- The holder and the end of the live lease stand in the round's own row: a claim that waited for a lock re-checks only the row
-- it locked, so an expiry read from another table could be an old one.
create table review_round (
  id text primary key,
  programme_id text not null,
  cohort_id text not null,
  submission_id text not null unique,
  seat_id text not null,
  track text not null,
  task text not null,
  number int not null check (number >= 1),
  rubric_digest text not null,
  state text not null check (state in ('waiting', 'leased', 'decided', 'voided')),
  submitted_at timestamptz(3) not null,
  due_at timestamptz(3) not null constraint review_round_due_after_48_hours check (due_at = submitted_at + interval '48 hours'),
  epoch int not null default 0,
  lease_id text,
  lease_expires_at timestamptz(3),
  ended_at timestamptz(3),
  check ((state = 'leased') = (lease_id is not null)),
  check ((lease_id is null) = (lease_expires_at is null)),
  check ((state in ('decided', 'voided')) = (ended_at is not null)),
  unique (seat_id, task, number)
);

create index review_round_open on review_round (programme_id, due_at, id) where state in ('waiting', 'leased');
create index review_round_due on review_round (due_at) where state in ('waiting', 'leased');
create index review_round_leased on review_round (lease_expires_at) where state = 'leased';

create function review_check_transition() returns trigger language plpgsql as $$
begin
  if new.submitted_at <> old.submitted_at or new.due_at <> old.due_at or new.submission_id <> old.submission_id then
    raise exception 'the clock of round % cannot be moved', old.id;
  end if;
  if new.epoch < old.epoch then
    raise exception 'the epoch of round % cannot go back', old.id;
  end if;
  if (new.state <> old.state or new.epoch <> old.epoch) and not exists (
    select 1 from review_round_transition where from_state = old.state and to_state = new.state
  ) then
    raise exception 'round % cannot go from % to %', old.id, old.state, new.state;
  end if;
  return new;
end
$$;

create trigger review_round_transitions before update on review_round
  for each row execute function review_check_transition();

-- A reviewer's places: as many rows as rounds they may hold at once. A claim takes a free one, so the cap is a constraint.
create table review_slot (
  programme_id text not null,
  person_id text not null,
  slot int not null check (slot >= 1),
  lease_id text,
  primary key (programme_id, person_id, slot)
);

create table review_lease (
  id text primary key,
  programme_id text not null,
  round_id text not null references review_round (id),
  reviewer_id text not null,
  slot int not null,
  epoch int not null check (epoch >= 1),
  token_sha256 text not null unique,
  begun_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  reason text check (reason in ('published', 'released', 'expired', 'voided')),
  check ((ended_at is null) = (reason is null)),
  unique (round_id, epoch),
  foreign key (programme_id, reviewer_id, slot) references review_slot (programme_id, person_id, slot)
);

create unique index review_lease_live_per_round on review_lease (round_id) where ended_at is null;
create unique index review_lease_live_per_slot on review_lease (programme_id, reviewer_id, slot) where ended_at is null;
create index review_lease_reviewer on review_lease (reviewer_id, round_id);

create table review_decision (
  id text primary key,
  programme_id text not null,
  round_id text not null unique references review_round (id),
  lease_id text not null unique references review_lease (id),
  reviewer_id text not null,
  verdict text not null check (verdict in ('accept', 'revise', 'unreviewable')),
  comment text not null check (comment <> ''),
  reason text,
  -- What was published, hashed: a repeat of it is the same decision.
  content_sha256 text not null,
  published_at timestamptz(3) not null,
  on_time boolean not null,
  check ((verdict = 'unreviewable') = (reason is not null))
);

create table review_decision_level (
  decision_id text not null references review_decision (id),
  position int not null,
  criterion text not null,
  level text not null check (level in ('L0', 'L1', 'L2', 'L3')),
  evidence text not null check (evidence <> ''),
  comment text,
  primary key (decision_id, criterion),
  check (level in ('L2', 'L3') or comment <> '')
);

-- A review that came after its lease had ended: kept as it was sent, beside the winner.
create table review_late (
  id bigint generated always as identity primary key,
  programme_id text not null,
  round_id text not null references review_round (id),
  lease_id text not null references review_lease (id),
  reviewer_id text not null,
  received_at timestamptz(3) not null,
  content_sha256 text not null,
  content jsonb not null,
  unique (lease_id, content_sha256)
);

-- A clock is started once and ends once: met or breached. Voided says that it no longer counts on either side.
create table review_clock_event (
  id bigint generated always as identity primary key,
  programme_id text not null,
  round_id text not null references review_round (id),
  kind text not null check (kind in ('started', 'met', 'breached', 'voided')),
  at timestamptz(3) not null,
  reason text,
  unique (round_id, kind)
);

create unique index review_clock_ends_once on review_clock_event (round_id) where kind in ('met', 'breached');

create function review_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was published or measured cannot be changed';
end
$$;

create trigger review_decision_immutable before update or delete on review_decision
  for each row execute function review_refuse_change();
create trigger review_decision_level_immutable before update or delete on review_decision_level
  for each row execute function review_refuse_change();
create trigger review_late_immutable before update or delete on review_late
  for each row execute function review_refuse_change();
create trigger review_clock_event_immutable before update or delete on review_clock_event
  for each row execute function review_refuse_change();

-- Breaches as they follow from instants alone, whatever the sweep has written by now: not ended in time, or not ended at all and
-- past due. An end at the deadline itself meets it.
create view review_breach_view as
select r.programme_id, r.id as round_id, r.due_at
from review_round r
where r.state <> 'voided' and coalesce(r.ended_at, clock_now()) > r.due_at;
