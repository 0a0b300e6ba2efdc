// Handing in: refused with the remedy, or sealed under a receipt that anyone can verify.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../../api/problems.ts';
import { Outbox } from '../../../api/store/outbox.ts';
import { PageQuery } from '../../../api/store/page-token.ts';
import type { Store } from '../../../api/store/store.ts';
import { getSubmission, listSubmissions } from '../../../api/submissions/find-submission.ts';
import { verifyReceipt } from '../../../api/submissions/receipt.ts';
import { openReceiptSigner } from '../../../api/submissions/receipt-key.ts';
import { submit } from '../../../api/submissions/submit.ts';
import { describeOnStores } from '../../stores.ts';
import { leakedEmail, openSeededProgramme, publicationOf, type SeededProgramme } from '../review/seeded-programme.ts';

async function refusalOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Problem) return error;
  throw new Error('expected a Problem', { cause: error });
}

async function countOf(store: Store, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(store.db);
  return rows[0]?.n ?? -1;
}

describeOnStores('handing in', (store) => {
  let programme: SeededProgramme;
  beforeAll(async () => {
    programme = await openSeededProgramme(store());
  });
  afterAll(() => programme[Symbol.asyncDispose]());

  test('refuses what a reviewer could not start on, each with file, line and remedy, and loses nothing', async () => {
    const before = await countOf(store(), 'submission_refusal');
    const untouched = await refusalOf(programme.handIn('eva'));
    expect(untouched).toMatchObject({ code: 'submission-refused', status: 422 });
    expect(untouched.findings.map((finding) => finding.code)).toContain('untouched-template');

    await programme.writeBrief('eva', `Ask ${leakedEmail} about it.`);
    const leak = await refusalOf(programme.handIn('eva'));
    expect(leak.findings).toHaveLength(1);
    expect(leak.findings[0]).toMatchObject({ code: 'identifier', path: 'problem_brief.md', line: expect.any(Number) });
    // mutant: the excerpt unmasked puts the leaked value into the store and onto the screen
    expect(JSON.stringify(leak.findings)).not.toContain('petra.horakova');

    await programme.writeBrief('eva', `AKIA${'ABCDEFGH12345678'}`);
    expect((await refusalOf(programme.handIn('eva'))).findings.map((finding) => finding.code)).toEqual(['secret']);

    await programme.write('eva', 'problem_brief.md', '# Problem brief: nothing in it\n');
    const thin = await refusalOf(programme.handIn('eva'));
    expect(new Set(thin.findings.map((finding) => finding.code))).toEqual(new Set(['schema']));

    await programme.write('eva', 'problem_brief.md', Buffer.alloc(70_000, 'a'));
    const large = await refusalOf(programme.handIn('eva'));
    expect(large.findings).toMatchObject([{ code: 'manifest', path: 'problem_brief.md' }]);
    expect(large.findings[0]?.message).toContain('at most 65536');

    const missing = await refusalOf(programme.handIn('kim', { task: 'T1' }));
    expect(missing.findings.length).toBeGreaterThan(0);

    expect(await countOf(store(), 'submission_refusal')).toBe(before + 6);
    const { rows } = await sql<{ payload: unknown }>`
      select payload from outcome_event where type = 'submission.refused'`.execute(store().db);
    expect(rows).toHaveLength(6);
    expect(JSON.stringify(rows)).not.toContain('petra');
    expect(await countOf(store(), 'submission')).toBe(0);
  });

  test('seals, starts 48 hours and gives a receipt that verifies without a server', async () => {
    await programme.writeBrief('ada');
    const receipt = await programme.handIn('ada', { key: 'first' });
    expect(Number(new Date(receipt.dueAt)) - Number(new Date(receipt.submittedAt))).toBe(172_800_000);
    const { publicKey } = await openReceiptSigner(store());
    expect(verifyReceipt(JSON.parse(JSON.stringify(receipt)), publicKey)).toEqual({ valid: true, receipt });
    const { rows } = await sql<{ due: Date; submitted: Date; state: string }>`
      select due_at as due, submitted_at as submitted, state from review_round where id = ${receipt.roundId}`.execute(
      store().db,
    );
    expect(rows).toEqual([
      { due: new Date(receipt.dueAt), submitted: new Date(receipt.submittedAt), state: 'waiting' },
    ]);
    const audit =
      await sql`select 1 from audit_entry where id = ${receipt.auditEntry} and subject = ${receipt.submissionId}`;
    expect((await audit.execute(store().db)).rows).toHaveLength(1);
    const [file] = (await getSubmission(store().db, programme.actor('ada'), receipt.submissionId)).files;
    const bytes = await programme.deps.blobs.get(file?.sha256 ?? '');
    expect(Buffer.from(bytes).toString()).toContain('# Problem brief');
    const manifest = JSON.parse(Buffer.from(await programme.deps.blobs.get(receipt.manifestSha256)).toString());
    expect(manifest).toEqual({ format: 'practicum-submission/1', files: [file] });
  });

  test('answers the same key and content with the same receipt, other content with a conflict', async () => {
    const again = await programme.handIn('ada', { key: 'first' });
    const { rows } = await sql<{
      receipt: unknown;
    }>`select receipt from submission where id = ${again.submissionId}`.execute(store().db);
    expect(rows).toEqual([{ receipt: again }]);
    await programme.writeBrief('ada', 'One more thought.');
    expect(await refusalOf(programme.handIn('ada', { key: 'first' }))).toMatchObject({ code: 'idempotency-conflict' });
    // mutant: the turn not taken lets a second round open beside the first
    expect(await refusalOf(programme.handIn('ada', { key: 'second' }))).toMatchObject({ code: 'round-open' });
  });

  test('makes one submission of two that race under one key', async () => {
    await programme.writeBrief('eva');
    const [one, other] = await Promise.all([
      programme.handIn('eva', { key: 'race' }),
      programme.handIn('eva', { key: 'race' }),
    ]);
    expect(one).toEqual(other);
    const { rows } = await sql`select 1 from submission where idempotency_key = 'race'`.execute(store().db);
    expect(rows).toHaveLength(1);
  });

  test('shows nothing of a submission that broke off between its blobs and its commit', async () => {
    await programme.writeBrief('dov');
    const breaking = new Outbox();
    breaking.witness('submission.sealed', async () => {
      throw new Error('the power went out');
    });
    const seatId = programme.seat('dov').seatId;
    const asked = {
      actor: programme.actor('dov'),
      seatId,
      request: { task: 'B1', coAuthors: [] },
      idempotencyKey: 'k',
    };
    const before = await countOf(store(), 'audit_entry');
    await expect(submit({ ...programme.deps, outbox: breaking }, asked)).rejects.toThrow('power');
    expect(await countOf(store(), 'audit_entry')).toBe(before);
    const { rows } = await sql`select 1 from submission where seat_id = ${seatId}
      union all select 1 from submission_turn where seat_id = ${seatId}
      union all select 1 from review_round where seat_id = ${seatId}`.execute(store().db);
    expect(rows).toEqual([]);
    // The same request goes through as soon as we do.
    expect(await submit(programme.deps, asked)).toMatchObject({ round: 1 });
  });

  test('takes co-authors of the same track and nobody else, and turns for all of them at once', async () => {
    expect(await refusalOf(programme.handIn('ben', { coAuthors: ['kim'] }))).toMatchObject({ code: 'invalid-request' });
    await programme.writeBrief('ben');
    const receipt = await programme.handIn('ben', { coAuthors: ['cyd'] });
    const page = await listSubmissions(store().db, { actor: programme.actor('cyd') }, PageQuery.parse({}));
    const theirs = page.items.find((each) => each.submissionId === receipt.submissionId);
    expect(theirs?.whose?.authors.map((author) => author.name)).toEqual(['ben', 'cyd']);
    await programme.writeBrief('cyd');
    expect(await refusalOf(programme.handIn('cyd'))).toMatchObject({ code: 'round-open' });
  });

  test('tells a reviewer everything but whose it is, until the round has been decided', async () => {
    const db = store().db;
    const owner = programme.actor('olga');
    const [latest] = (
      await listSubmissions(db, { actor: owner, seatId: programme.seat('ben').seatId }, PageQuery.parse({}))
    ).items;
    expect(latest?.whose?.authors).toHaveLength(2);
    const blind = await getSubmission(db, programme.actor('rev0'), latest?.submissionId ?? '');
    expect(blind.files).toEqual(latest?.files);
    const people = ['ben', 'cyd'].flatMap((name) => [programme.actor(name).personId, programme.seat(name).seatId]);
    for (const hidden of [...people, programme.seat('ben').sandboxId, 'bank.example'])
      expect(JSON.stringify(blind)).not.toContain(hidden);
    // Asking by seat must not tell either.
    const bySeat = { actor: programme.actor('rev0'), seatId: programme.seat('ben').seatId };
    expect((await listSubmissions(db, bySeat, PageQuery.parse({}))).items).toEqual([]);
    await programme.decide('rev0', latest?.roundId ?? '', publicationOf('accept'));
    const open = await getSubmission(db, programme.actor('rev0'), latest?.submissionId ?? '');
    expect(open).toMatchObject({ standing: 'accepted', whose: { seatId: programme.seat('ben').seatId } });
  });

  test('opens the next round after revise, and none after accept', async () => {
    const [first] = (await listSubmissions(store().db, { actor: programme.actor('dov') }, PageQuery.parse({}))).items;
    await programme.decide('rev1', first?.roundId ?? '', publicationOf('revise'));
    await programme.writeBrief('dov', 'With the decision named.');
    const second = await programme.handIn('dov');
    expect(second).toMatchObject({ round: 2 });
    expect(second.roundId).not.toBe(first?.roundId);
    await programme.decide('rev1', second.roundId, publicationOf('accept'));
    expect(await refusalOf(programme.handIn('dov'))).toMatchObject({ code: 'round-decided' });
    await programme.writeBrief('cyd', 'Alone.');
    expect(await refusalOf(programme.handIn('cyd'))).toMatchObject({ code: 'round-decided' });
  });

  test('freezes the rubric: an edit of it re-judges nobody', async () => {
    const edited = {
      ...programme.deps,
      getUseCase: async (key: string) => {
        const useCase = await programme.deps.getUseCase(key);
        const tracks = useCase.tracks.map((track) => ({
          ...track,
          rubrics: track.rubrics.map((rubric) => ({ ...rubric, title: `${rubric.title}, second edition` })),
        }));
        return { ...useCase, tracks };
      },
    };
    const [adas] = (await listSubmissions(store().db, { actor: programme.actor('ada') }, PageQuery.parse({}))).items;
    await programme.decide('rev2', adas?.roundId ?? '', publicationOf('revise'));
    const request = { task: 'B1', coAuthors: [] };
    const next = await submit(edited, { actor: programme.actor('ada'), seatId: programme.seat('ada').seatId, request });
    expect(next.rubricDigest).not.toBe(adas?.rubricDigest);
    expect((await getSubmission(store().db, programme.actor('ada'), adas?.submissionId ?? '')).rubricDigest).toBe(
      adas?.rubricDigest,
    );
  });

  test('cannot be changed once it is sealed', async () => {
    for (const table of [
      'submission',
      'submission_author',
      'submission_file',
      'submission_refusal',
      'submission_rubric',
    ])
      await expect(sql`delete from ${sql.table(table)}`.execute(store().db)).rejects.toThrow('cannot be changed');
    await expect(sql`update submission set task = 'B2'`.execute(store().db)).rejects.toThrow('cannot be changed');
  });
});
