// The learner's pages: seats, the work, handing in.
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { getSeat } from '../../cohorts/seat.ts';
import { Problem } from '../../problems.ts';
import { findId, type PersonId } from '../../store/ids.ts';
import { problemNotice, successNotice } from '../notice.ts';
import { findText } from '../numbered-text.ts';
import { attempt, items } from '../page-api.ts';
import { PageForm } from '../page-form.ts';
import { type PageDeps, Visit } from '../page-visit.ts';
import { filePage } from './file-page.ts';
import { seatListPage } from './seat-list-page.ts';
import { seatPage } from './seat-page.ts';
import { SeatDetail, SeatSummary, type SeatTask, WorkFile } from './seat-shape.ts';
import { SubmissionDetail } from './submission-shape.ts';
import { reflectionQuestions, submitPage } from './submit-page.ts';

const SeatParams = z.object({ seatId: z.string().max(100) });
const FileQuery = z.object({ path: z.string().min(1).max(500) });
const SeatQuery = z.object({ saved: z.string().max(500).optional() });

export function seatPages(deps: PageDeps): FastifyPluginAsyncZod {
  const owners = async (request: FastifyRequest): Promise<PersonId[]> => {
    const seatId = findId('seat', SeatParams.parse(request.params).seatId);
    if (!seatId) throw new Problem('not-found', 'There is no such seat here.');
    return [(await getSeat(deps.store.db, { programmeId: request.actor.programmeId, seatId })).learnerId];
  };
  const read = { access: { permission: 'seat.read' as const, owners } };
  const use = { access: { permission: 'sandbox.use' as const, owners } };
  const submit = { access: { permission: 'submission.create' as const, owners } };

  return async (app) => {
    app.get(
      '/learner',
      { config: { access: { permission: 'seat.read' } }, schema: { hide: true } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const seats = await visit.api.get('/api/seats?mine=true', items(SeatSummary));
        return visit.show(reply, { title: 'My seats', body: seatListPage(visit, seats.items) });
      },
    );

    app.get(
      '/seats/:seatId',
      { config: read, schema: { hide: true, params: SeatParams, querystring: SeatQuery } },
      async (request, reply) =>
        showSeat(await Visit.open(deps, request), reply, request.params.seatId, {
          ...(request.query.saved === undefined ? {} : { saved: request.query.saved }),
        }),
    );

    app.get(
      '/seats/:seatId/file',
      { config: use, schema: { hide: true, params: SeatParams, querystring: FileQuery } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const seat = await getDetail(visit, request.params.seatId);
        const { path } = request.query;
        const read = await attempt(() => visit.api.getBytes(fileAddress(seat, path)));
        if ('problem' in read && read.problem.code !== 'not-found') throw read.problem;
        const isNew = 'problem' in read;
        const body = filePage({ seat, path, text: isNew ? '' : findText(read.value), isNew });
        return visit.show(reply, { title: path, body });
      },
    );

    app.post(
      '/seats/:seatId/file',
      { config: use, schema: { hide: true, params: SeatParams } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const seat = await getDetail(visit, request.params.seatId);
        const form = await PageForm.read(request);
        const asked = FileQuery.safeParse({ path: form.text('path') });
        if (!asked.success) throw new Problem('invalid-request', 'Expected the path of a file: give it a name.');
        const { path } = asked.data;
        const text = form.text('text');
        const saved = await attempt(() => visit.api.putBytes(fileAddress(seat, path), Buffer.from(text, 'utf8')));
        if ('value' in saved) return reply.redirect(savedAddress(seat, path), 303);
        const body = filePage({ seat, path, text, isNew: false, problem: saved.problem });
        return visit.show(reply, { title: path, body, status: saved.problem.status });
      },
    );

    app.post(
      '/seats/:seatId/upload',
      { config: use, schema: { hide: true, params: SeatParams } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const seat = await getDetail(visit, request.params.seatId);
        const upload = (await PageForm.read(request)).upload('file');
        const saved = await attempt(async () => {
          if (!upload) throw new Problem('invalid-request', 'Expected a file: choose one, then upload.');
          await visit.api.putBytes(fileAddress(seat, upload.filename), upload.bytes);
          return upload.filename;
        });
        if ('value' in saved) return reply.redirect(savedAddress(seat, saved.value), 303);
        return showSeat(visit, reply, seat.seatId, { problem: saved.problem });
      },
    );

    app.get(
      '/seats/:seatId/submit',
      {
        config: submit,
        schema: { hide: true, params: SeatParams, querystring: z.object({ task: z.string().max(20) }) },
      },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const seat = await getDetail(visit, request.params.seatId);
        const task = getTask(seat, request.query.task);
        const body = submitPage({ seat, task, key: randomUUID(), answers: {} });
        return visit.show(reply, { title: `Hand in ${task.deliverable.title}`, body });
      },
    );

    app.post(
      '/seats/:seatId/submit',
      { config: submit, schema: { hide: true, params: SeatParams } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const seat = await getDetail(visit, request.params.seatId);
        const form = await PageForm.read(request);
        const task = getTask(seat, form.text('task'));
        const asked = submissionOf(task, form);
        const sealed = await attempt(() =>
          visit.api.post(
            `/api/seats/${seat.seatId}/submissions`,
            asked,
            z.object({ submissionId: z.string() }),
            form.text('key'),
          ),
        );
        if ('value' in sealed) return reply.redirect(`/submissions/${sealed.value.submissionId}?sealed=1`, 303);
        const answers = Object.fromEntries(
          [...reflectionQuestions.map(({ key }) => key), 'coAuthors'].map((name) => [name, form.text(name)]),
        );
        const body = submitPage({ seat, task, key: randomUUID(), answers, problem: sealed.problem });
        return visit.show(reply, { title: 'Not handed in', body, status: sealed.problem.status });
      },
    );
  };
}

async function showSeat(
  visit: Visit,
  reply: FastifyReply,
  seatId: string,
  said: { saved?: string; problem?: Problem },
): Promise<FastifyReply> {
  const seat = await getDetail(visit, seatId);
  const [files, submissions] = await Promise.all([
    attempt(() => visit.api.get(`/api/sandboxes/${seat.sandbox.sandboxId}/files`, items(WorkFile))),
    attempt(() => visit.api.get(`/api/submissions?seat=${seatId}`, items(SubmissionDetail))),
  ]);
  // A manager may see the seat and not what was handed in.
  if ('problem' in submissions && submissions.problem.code !== 'not-permitted') throw submissions.problem;
  const body = seatPage(visit, {
    seat,
    files: 'value' in files ? files.value.items : undefined,
    submissions: 'value' in submissions ? submissions.value.items : [],
    // Said only of a file that is there: the name comes from the address, which anybody may have written.
    notice:
      'value' in files && files.value.items.some((file) => file.path === said.saved)
        ? successNotice(`${said.saved} is saved.`)
        : problemNotice(said.problem),
  });
  return visit.show(reply, { title: seat.track, body, status: said.problem?.status ?? 200 });
}

function getDetail(visit: Visit, seatId: string): Promise<SeatDetail> {
  return visit.api.get(`/api/seats/${seatId}`, SeatDetail);
}

function getTask(seat: SeatDetail, key: string): SeatTask {
  const task = seat.tasks.find((one) => one.key === key);
  if (task) return task;
  throw new Problem('not-found', `This seat has no task ${key}.`);
}

function submissionOf(task: SeatTask, form: PageForm) {
  const reflection = Object.fromEntries(reflectionQuestions.map(({ key }) => [key, form.text(key).trim()]));
  const coAuthors = form
    .text('coAuthors')
    .split(/[\s,;]+/)
    .filter((address) => address !== '');
  const answered = Object.values(reflection).some((answer) => answer !== '');
  return { task: task.key, ...(coAuthors.length > 0 ? { coAuthors } : {}), ...(answered ? { reflection } : {}) };
}

function fileAddress(seat: SeatDetail, path: string): string {
  return `/api/sandboxes/${seat.sandbox.sandboxId}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
}

function savedAddress(seat: SeatDetail, path: string): string {
  return `/seats/${seat.seatId}?saved=${encodeURIComponent(path)}`;
}
