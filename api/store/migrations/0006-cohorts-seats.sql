-- Cohorts: the manifest as applied, its seats, due dates and reviewers, and the holds that keep it from being closed.

create table cohort (
  id text primary key,
  programme_id text not null,
  key text not null check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  use_case text not null,
  starts date not null,
  ends date not null,
  time_zone text not null,
  runtime text not null,
  status text not null check (status in ('open', 'closing', 'closed')),
  manifest text not null,
  applied_at timestamptz(3) not null,
  closing_at timestamptz(3),
  closed_at timestamptz(3),
  -- What a close-out found: counts of what is gone.
  certificate jsonb,
  unique (programme_id, key),
  check (starts <= ends),
  check ((closed_at is null) = (status <> 'closed'))
);

create table cohort_extract (
  cohort_id text not null references cohort (id),
  track text not null,
  digest text not null,
  primary key (cohort_id, track)
);

create table cohort_task (
  cohort_id text not null references cohort (id),
  track text not null,
  task text not null,
  due_at timestamptz(3) not null,
  primary key (cohort_id, track, task)
);

create table cohort_reviewer (
  cohort_id text not null references cohort (id),
  track text not null,
  person_id text not null,
  primary key (cohort_id, track, person_id)
);

create table seat (
  id text primary key,
  programme_id text not null,
  cohort_id text not null references cohort (id),
  person_id text not null,
  track text not null,
  sandbox_id text not null unique,
  status text not null check (status in ('live', 'retired')),
  added_at timestamptz(3) not null,
  retired_at timestamptz(3),
  check ((retired_at is null) = (status = 'live'))
);

create unique index seat_once on seat (cohort_id, person_id, track) where status = 'live';
create index seat_person on seat (programme_id, person_id);

-- A later room's reason why the cohort must stay; `subject` is whatever that room calls it (a round).
create table cohort_hold (
  cohort_id text not null references cohort (id),
  subject text not null,
  reason text not null,
  placed_at timestamptz(3) not null,
  primary key (cohort_id, subject)
);

create view cohorts_seat_view as
  select s.id as seat_id, s.programme_id, s.cohort_id, c.key as cohort_key, c.status as cohort_status, c.use_case,
         s.person_id, s.track, s.sandbox_id, s.status, e.digest as extract_digest
  from seat s join cohort c on c.id = s.cohort_id
  left join cohort_extract e on e.cohort_id = s.cohort_id and e.track = s.track;

create view cohorts_task_view as
  select c.programme_id, t.cohort_id, t.track, t.task, t.due_at from cohort_task t join cohort c on c.id = t.cohort_id;

create view cohorts_reviewer_view as
  select c.programme_id, r.cohort_id, r.track, r.person_id from cohort_reviewer r join cohort c on c.id = r.cohort_id;
