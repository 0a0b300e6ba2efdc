-- People: who they are at which time, what roles they hold, how they sign in. programme_id names a programme of the next room.

create table person (
  id text primary key,
  programme_id text not null,
  email text not null check (email = lower(email)),
  added_at timestamptz(3) not null,
  unique (programme_id, email)
);

create table person_profile (
  person_id text not null references person (id),
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3) check (valid_to > valid_from),
  name text not null,
  team text not null,
  department text not null,
  manager_email text,
  job_role text not null,
  time_zone text not null,
  primary key (person_id, valid_from)
);

-- Two profiles of one person never hold at once. The lock on the person keeps two writers from overlapping unseen.
create function people_refuse_overlap() returns trigger language plpgsql as $$
begin
  perform 1 from person where id = new.person_id for update;
  if exists (
    select 1 from person_profile other
    where other.person_id = new.person_id and other.valid_from <> new.valid_from
      and tstzrange(other.valid_from, other.valid_to) && tstzrange(new.valid_from, new.valid_to)
  ) then
    raise exception 'two profiles of % would hold at once', new.person_id;
  end if;
  return new;
end
$$;

create trigger person_profile_no_overlap before insert or update on person_profile
  for each row execute function people_refuse_overlap();

create table role_grant (
  person_id text not null references person (id),
  role text not null check (role in ('owner', 'data-steward', 'learner', 'reviewer', 'manager', 'auditor')),
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3) check (valid_to >= valid_from),
  primary key (person_id, role, valid_from)
);

create unique index role_grant_one_open on role_grant (person_id, role) where valid_to is null;

-- Only SHA-256 of what was handed out is kept: reading the store lets nobody in.
create table sign_in_link (
  link_sha256 text primary key,
  person_id text not null references person (id),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  spent_at timestamptz(3)
);

create table access_token (
  id text primary key,
  token_sha256 text not null unique,
  person_id text not null references person (id),
  kind text not null check (kind in ('session', 'cli')),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3)
);

-- Each person with the profile that holds now (before the first one begins: that one).
create view people_person_view as
select p.programme_id, p.id as person_id, p.email,
       f.name, f.team, f.department, f.manager_email, f.job_role, f.time_zone
from person p
cross join lateral (
  select * from person_profile
  where person_id = p.id and (valid_to is null or valid_to > clock_now())
  order by valid_from limit 1
) f;

-- The roles that are held now.
create view people_role_view as
select p.programme_id, g.person_id, g.role
from role_grant g join person p on p.id = g.person_id
where g.valid_from <= clock_now() and (g.valid_to is null or g.valid_to > clock_now());
