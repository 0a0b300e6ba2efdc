-- Sealed submissions: what was handed in, by whom, under which rubric; whose turn it is at each task.

-- A rubric as it stood when a submission was sealed, kept once by content: a later edit re-judges nobody.
create table submission_rubric (
  digest text primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
  rubric jsonb not null
);

-- One row per seat and task from the first submission on. The row is locked while its turn passes, so two submissions of one
-- task meet here and nowhere else.
create table submission_turn (
  programme_id text not null,
  seat_id text not null,
  task text not null,
  holder text not null check (holder in ('learner', 'review', 'nobody')),
  round int not null check (round >= 1),
  primary key (seat_id, task)
);

create table submission (
  id text primary key,
  programme_id text not null,
  cohort_id text not null,
  seat_id text not null,
  use_case text not null,
  track text not null,
  task text not null,
  round int not null check (round >= 1),
  -- Named by the seal, because the receipt has to name it; opened by the review room in the same transaction.
  round_id text not null unique,
  submitted_by text not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 200),
  -- SHA-256 over everything that was asked: the same key with other content is a conflict.
  content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
  extract_digest text not null,
  sandbox_id text not null,
  sandbox_generation int not null,
  rubric_digest text not null references submission_rubric (digest),
  submitted_at timestamptz(3) not null,
  due_at timestamptz(3) not null constraint submission_due_after_48_hours check (due_at = submitted_at + interval '48 hours'),
  reflection jsonb,
  -- What the checks advise the reviewer of; none of it delays or refuses.
  advice jsonb not null,
  receipt jsonb not null,
  unique (submitted_by, idempotency_key),
  unique (seat_id, task, round)
);

create index submission_programme on submission (programme_id, submitted_at, id);

create table submission_author (
  submission_id text not null references submission (id),
  person_id text not null,
  seat_id text not null,
  primary key (submission_id, person_id)
);

create index submission_author_person on submission_author (person_id);

create table submission_file (
  submission_id text not null references submission (id),
  path text not null,
  size bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  primary key (submission_id, path)
);

create table submission_refusal (
  id bigint generated always as identity primary key,
  programme_id text not null,
  cohort_id text not null,
  seat_id text not null,
  task text not null,
  submitted_by text not null,
  refused_at timestamptz(3) not null,
  findings jsonb not null
);

create index submission_refusal_seat on submission_refusal (seat_id, task);

create function submissions_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was handed in cannot be changed';
end
$$;

create trigger submission_immutable before update or delete on submission
  for each row execute function submissions_refuse_change();
create trigger submission_author_immutable before update or delete on submission_author
  for each row execute function submissions_refuse_change();
create trigger submission_file_immutable before update or delete on submission_file
  for each row execute function submissions_refuse_change();
create trigger submission_rubric_immutable before update or delete on submission_rubric
  for each row execute function submissions_refuse_change();
create trigger submission_refusal_immutable before update or delete on submission_refusal
  for each row execute function submissions_refuse_change();

-- For the review room: whose work a submission is.
create view submissions_author_view as
select s.programme_id, a.submission_id, a.person_id, a.seat_id
from submission_author a join submission s on s.id = a.submission_id;
