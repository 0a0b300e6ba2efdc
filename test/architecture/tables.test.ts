// A table belongs to the room whose migration made it; others read its published views.
import { describe, expect, test } from 'vitest';
import { PROJECT } from './project.ts';
import { namesForeignTables } from './rules/table-ownership.ts';
import { inventedTree } from './source-tree.ts';

test('no room names the table of another', () => {
  expect(namesForeignTables(PROJECT)).toEqual([]);
});

const migrations = {
  'api/store/migrations/0003-people-identity.sql': `create table person (id text);
    -- create table commented (id text);
    create or replace view people_person_view as select * from person;`,
  'api/store/migrations/0008-review-queue.sql': `create table if not exists review_round (person_id text references person (id));
    create view review_round_view as select * from review_round`,
};
const faultsOf = (path: string, text: string) => namesForeignTables(inventedTree({ ...migrations, [path]: text }));

describe('is found:', () => {
  test.each([
    ['api/review/a.ts', 'sql`select * from person where id = 1`'],
    ['api/review/a.ts', `sql<{ id: string }>\`select \${x} from review_round r join person p on true\`.execute(db)`],
    ['api/review/a.ts', 'sql`select 1 from review_round as r, "person" p`'],
    ['api/review/a.ts', 'sql`update person set name = 1`'],
    ['api/review/a.ts', 'sql`insert into person (id) values (1)`'],
    ['api/review/a.ts', "db.selectFrom('person').selectAll()"],
    ['api/review/a.ts', "db.selectFrom(['review_round', 'person as p'])"],
    ['api/review/a.ts', "query.innerJoin('person as p', 'p.id', 'r.person_id')"],
    ['api/cli/main.ts', 'sql`delete from person`'],
    ['api/app.ts', "db.deleteFrom('person')"],
    ['api/store/store.ts', 'sql`truncate person`'],
    ['api/people/a.ts', 'sql`select * from review_round_view`'],
    ['api/store/migrations/0009-outcomes-log.sql', 'create view outcomes_log_view as select * from person;'],
  ])('%s: %s', (path, text) => {
    expect(faultsOf(path, text)).toHaveLength(1);
  });

  test('a migration whose name tells no room', () => {
    expect(faultsOf('api/store/migrations/0009-attic.sql', '')).toHaveLength(1);
    expect(faultsOf('api/store/migrations/0009-attic-box.sql', 'create table box (id text)')).toHaveLength(1);
  });
});

test.each([
  ['api/people/a.ts', 'sql`select * from person`'],
  ['api/review/a.ts', 'sql`select * from people_person_view`'],
  ['api/app.ts', 'sql`select * from review_round_view`'],
  ['api/review/a.ts', 'const text = "what we hear from person to person"; // from person'],
  ['api/review/a.ts', 'sql`select person from review_round -- from person`'],
  ['api/store/migrations/0009-outcomes-log.sql', 'create table fact (person_id text references person (id));'],
])('%s may say: %s', (path, text) => {
  expect(faultsOf(path, text)).toEqual([]);
});
