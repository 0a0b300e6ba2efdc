-- Time, settings, leases, events, idempotency: what every room stands on.

-- The only time in SQL. Tests move it by the one row of clock_shift; a server refuses to start on a shifted clock unless told to.
create table clock_shift (
  one boolean primary key default true check (one),
  shift interval not null
);

create function clock_now() returns timestamptz(3) language sql volatile as $$
  select date_trunc('milliseconds', clock_timestamp() + coalesce((select shift from clock_shift), interval '0'))
$$;

create table setting (
  key text primary key,
  value jsonb not null
);

create table lease (
  name text primary key,
  holder text not null,
  epoch bigint not null,
  expires_at timestamptz(3) not null
);

-- xid orders the readers: an event is shown only when no older transaction can still bring one before it.
create table outbox_event (
  seq bigint generated always as identity primary key,
  xid bigint not null default pg_current_xact_id()::text::bigint,
  at timestamptz(3) not null,
  programme_id text not null,
  type text not null,
  subject text not null,
  data jsonb not null
);

create index outbox_event_reading on outbox_event (programme_id, xid, seq);

create table idempotency (
  actor text not null,
  key text not null check (length(key) between 1 and 200),
  request_sha256 text not null,
  started_at timestamptz(3) not null,
  status int,
  response jsonb,
  primary key (actor, key)
);

create table blob_chunk (
  sha256 text not null,
  position int not null,
  bytes bytea not null,
  primary key (sha256, position)
);

create table blob (
  sha256 text primary key,
  size bigint not null,
  stored_at timestamptz(3) not null
);
