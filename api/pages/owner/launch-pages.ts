// The owner's way to a launch: roster, manifest, plan, apply; the same for a change.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { attempt, items } from '../page-api.ts';
import { PageForm } from '../page-form.ts';
import { type PageDeps, Visit } from '../page-visit.ts';
import { Board } from './board-shape.ts';
import { manifestPage, type RosterView, rosterPage } from './new-cohort-page.ts';
import { Plan } from './plan-shape.ts';

const UseCase = z.object({ key: z.string(), title: z.string() });
const Extract = z.object({ useCase: z.string() });
const Written = z.object({ manifest: z.string() });
const Applied = z.object({ cohortId: z.string() });
const CohortParams = z.object({ cohortId: z.string().max(100) });

const title = 'New cohort';

export function launchPages(deps: PageDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: { permission: 'cohort.write' as const } };

    app.get('/owner/new-cohort', { config, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const body = rosterPage({ useCases: await readUseCases(visit), typed: () => '' });
      return visit.show(reply, { title, body });
    });

    app.post('/owner/new-cohort', { config, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const form = await PageForm.read(request);
      const rosterCsv = form.upload('rosterFile')?.bytes.toString('utf8') ?? form.text('rosterCsv');
      const name = form.text('name').trim();
      const asked = { rosterCsv, useCase: form.text('useCase'), ...(name === '' ? {} : { name }) };
      const written = await attempt(() => visit.api.post('/api/cohorts/manifest', asked, Written));
      if ('value' in written) {
        const body = manifestPage(visit, { heading: title, manifest: written.value.manifest });
        return visit.show(reply, { title, body });
      }
      const typed = (field: string) => (field === 'rosterCsv' ? rosterCsv : form.text(field));
      const body = rosterPage({ useCases: await readUseCases(visit), typed, problem: written.problem });
      return visit.show(reply, { title, body, status: written.problem.status });
    });

    app.get(
      '/cohorts/:cohortId/change',
      { config, schema: { hide: true, params: CohortParams } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const board = await visit.api.get(`/api/cohorts/${request.params.cohortId}`, Board);
        const heading = `Change ${board.name}`;
        return visit.show(reply, { title: heading, body: manifestPage(visit, { heading, manifest: board.manifest }) });
      },
    );

    app.post('/owner/new-cohort/plan', { config, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const manifest = (await PageForm.read(request)).text('manifest');
      const planned = await attempt(() => visit.api.post('/api/cohorts/plan', { manifest }, Plan));
      if ('problem' in planned) {
        const body = manifestPage(visit, { heading: title, manifest, problem: planned.problem });
        return visit.show(reply, { title, body, status: planned.problem.status });
      }
      const heading = headingOf(planned.value);
      const body = manifestPage(visit, { heading, manifest, plan: planned.value });
      return visit.show(reply, { title: heading, body });
    });

    app.post('/owner/new-cohort/apply', { config, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const form = await PageForm.read(request);
      const manifest = form.text('manifest');
      const confirm = form.text('confirm').trim();
      const asked = { manifest, ...(confirm === '' ? {} : { confirm }) };
      const applied = await attempt(() => visit.api.post('/api/cohorts/apply', asked, Applied, form.text('key')));
      if ('value' in applied) return reply.redirect(`/cohorts/${applied.value.cohortId}`, 303);
      const planned = await attempt(() => visit.api.post('/api/cohorts/plan', { manifest }, Plan));
      const view = { heading: title, manifest, confirm, problem: applied.problem };
      const body = manifestPage(visit, 'value' in planned ? { ...view, plan: planned.value } : view);
      return visit.show(reply, { title, body, status: applied.problem.status });
    });
  };
}

function headingOf(plan: Plan): string {
  return plan.cohort.status === 'new' ? `New cohort ${plan.cohort.name}` : `Change ${plan.cohort.name}`;
}

/** Those with a registered extract first, newest extract first: the others cannot have a cohort yet. */
async function readUseCases(visit: Visit): Promise<RosterView['useCases']> {
  const [useCases, extracts] = await Promise.all([
    visit.api.get('/api/use-cases', items(UseCase)),
    visit.api.get('/api/extracts', items(Extract)),
  ]);
  const registered = extracts.items.map((extract) => extract.useCase);
  const place = ({ key }: { key: string }) => (registered.includes(key) ? registered.indexOf(key) : registered.length);
  return useCases.items
    .map((useCase) => ({ ...useCase, ready: registered.includes(useCase.key) }))
    .toSorted((one, other) => place(one) - place(other));
}
