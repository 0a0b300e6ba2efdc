-- The log of outcome events: facts that are only ever added, from which every reported figure is recomputed.

create table outcome_event (
  -- The event's number in the outbox: what a room did in answer to an event comes after it, whoever wrote its row first.
  seq bigint primary key,
  programme_id text not null,
  at timestamptz(3) not null,
  type text not null,
  -- What it happened to: a sandbox, a submission, a round, a seat.
  subject text not null,
  cohort_id text,
  seat_id text,
  person_id text,
  track text,
  task text,
  payload jsonb not null
);

create index outcome_event_reading on outcome_event (programme_id, seq);
create index outcome_event_measuring on outcome_event (programme_id, type, cohort_id);

create function outcomes_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log of outcomes is append-only';
end
$$;

create trigger outcome_event_append_only before update or delete on outcome_event
  for each row execute function outcomes_refuse_change();
create trigger outcome_event_no_truncate before truncate on outcome_event
  for each statement execute function outcomes_refuse_change();
