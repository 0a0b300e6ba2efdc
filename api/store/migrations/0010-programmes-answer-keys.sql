-- Answer keys of extracts: what was withheld from learners and planted for them to find. For checks on the server only: no route
-- returns one.

create table answer_key (
  extract_id text primary key references extract (id),
  key text not null,
  registered_by text not null,
  registered_at timestamptz(3) not null
);

create table answer_key_file (
  extract_id text not null references answer_key (extract_id),
  path text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  primary key (extract_id, path)
);
