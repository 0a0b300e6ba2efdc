-- Programmes, with the extracts that were registered in them.

create table programme (
  id text primary key,
  key text not null unique,
  name text not null,
  created_at timestamptz(3) not null
);

-- The manifest is kept to the byte: its digest names the extract.
create table extract (
  id text primary key,
  programme_id text not null references programme (id),
  digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  use_case text not null,
  manifest text not null,
  -- For the server only: recognises an identifier of the source in a submission. No route returns it.
  identifiers text not null,
  registered_by text not null,
  registered_at timestamptz(3) not null,
  unique (programme_id, digest)
);

create index extract_by_digest on extract (digest);

create table extract_file (
  extract_id text not null references extract (id),
  path text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  primary key (extract_id, path)
);

create view programmes_extract_view as
select programme_id, id as extract_id, digest, use_case, registered_at from extract;
