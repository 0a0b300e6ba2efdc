-- Sandboxes: what should be, what is, and a ledger of every operation, written before its effect.

-- What a first start lays into the work folder; seats of one track have it in common, so it is kept once by content.
create table sandbox_start_files (
  sha256 text primary key,
  files jsonb not null
);

create table sandbox (
  id text primary key,
  programme_id text not null,
  runtime text not null check (runtime in ('workspace', 'docker', 'ecs')),
  purpose text not null check (purpose in ('seat', 'pool', 'canary', 'check', 'review')),
  track text not null,
  extract_digest text not null,
  start_files text not null references sandbox_start_files (sha256),
  generation int not null check (generation >= 1),
  desired text not null check (desired in ('up', 'stopped', 'gone')),
  status text not null
    check (status in ('planned', 'starting', 'ready', 'stopping', 'stopped', 'failed', 'destroying', 'gone')),
  -- The last failure in words; null again once what failed has worked.
  failure text,
  attempts int not null default 0,
  -- When the loop looks at it next; what was just ordered is due at once.
  due_at timestamptz(3) not null,
  -- Counts every order, so that a loop that acted on an older one cannot report its end.
  revision int not null default 1,
  holder text,
  lease_expires_at timestamptz(3),
  lease_epoch int not null default 0,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  check (status not in ('destroying', 'gone') or desired = 'gone')
);

create index sandbox_due on sandbox (due_at) where status <> 'gone';
create index sandbox_programme on sandbox (programme_id, id);

-- Whose it is: only they may use it.
create table sandbox_user (
  sandbox_id text not null references sandbox (id),
  person_id text not null,
  primary key (sandbox_id, person_id)
);

create table sandbox_operation (
  id text primary key,
  programme_id text,
  -- No reference: an orphan that is destroyed has no row.
  sandbox_id text not null,
  runtime text not null,
  kind text not null check (kind in ('start', 'stop', 'destroy')),
  generation int not null,
  holder text not null,
  attempt int not null,
  begun_at timestamptz(3) not null,
  lease_expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  outcome text check (outcome in ('done', 'failed', 'outdated', 'abandoned')),
  message text,
  check ((ended_at is null) = (outcome is null))
);

create index sandbox_operation_open on sandbox_operation (sandbox_id) where ended_at is null;

-- What a runtime has and no row wants: destroyed only after a second sighting and a grace.
create table sandbox_orphan (
  runtime text not null,
  sandbox_id text not null,
  first_seen_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  sightings int not null,
  primary key (runtime, sandbox_id)
);

create view sandboxes_status_view as
  select id, programme_id, runtime, purpose, track, extract_digest, generation, desired, status, failure, changed_at from sandbox;
