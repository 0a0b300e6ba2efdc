-- The audit log: rows are written in the transaction of what they record; a leased sealer chains them afterwards.

create table audit_entry (
  id text primary key,
  seq bigint generated always as identity unique,
  at timestamptz(3) not null,
  programme_id text not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null
);

create table audit_link (
  position bigint primary key check (position > 0),
  entry_id text not null unique references audit_entry (id),
  previous_hash text not null,
  hash text not null,
  sealed_at timestamptz(3) not null
);

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end
$$;

create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function audit_refuse_change();
create trigger audit_link_append_only before update or delete on audit_link
  for each row execute function audit_refuse_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function audit_refuse_change();
create trigger audit_link_no_truncate before truncate on audit_link
  for each statement execute function audit_refuse_change();
