import type { TaskRow, WorkflowDetail } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../platform/http/testing/test-client.ts';
import { addDays } from './due-date.ts';
import { OverdueStagesService } from './overdue-stages.service.ts';
import { templateOf } from './testing/template-of.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });

describe('workflows', () => {
  let server: TestServer;
  let partner: TestClient;
  let associate: TestClient;
  let paralegal: TestClient;
  let firm: Firm;
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer();
    firm = new Firm(server.database);
    partner = await server.signInAs('partner', 'Paula Partner');
    associate = await server.signInAs('associate', 'Ann Associate');
    paralegal = await server.signInAs('paralegal', 'Pat Paralegal');
  });
  afterAll(() => server.close());

  const newCase = async (): Promise<string> => {
    const id = await firm.case(`Matter ${++serial}`);
    await firm.join(id, partner, 'lead');
    await firm.join(id, associate);
    return id;
  };
  const template = async (over = {}): Promise<TestAnswer> =>
    partner.post('/api/workflow-templates', templateOf(over));
  const started = async (over = {}, more = {}): Promise<TestAnswer<WorkflowDetail>> => {
    const templateId = (await template(over)).body.id;
    return associate.post('/api/workflows', { caseId: await newCase(), templateId, ...more });
  };
  const read = (id: string): Promise<TestAnswer<WorkflowDetail>> =>
    associate.get(`/api/workflows/${id}`);
  const move = async (id: string, name: string, stageId?: string): Promise<TestAnswer> =>
    associate.post(
      `/api/workflows/${id}/moves`,
      { move: name, ...(stageId === undefined ? {} : { stageId }) },
      at(await read(id)),
    );
  const tasksOf = async (workflowId: string): Promise<TaskRow[]> =>
    (await associate.get(`/api/tasks?workflowId=${workflowId}&sort=updatedAt`)).body.items;
  const setTask = async (workflowId: string, title: string, status: string) => {
    const task = (await tasksOf(workflowId)).find((one) => one.title === title);
    const path = `/api/tasks/${task?.id}`;
    return associate.patch(path, { status }, at(await associate.get(path)));
  };
  const shape = ({ status, stages }: WorkflowDetail): string =>
    [status, ...stages.map((stage) => stage.status)].join(' ');
  const eventsOf = async (id: string): Promise<string[]> => {
    const { rows } = await sql<{ type: string }>`select type from outbox
      where aggregate_id = ${id} order by seq`.execute(server.database.db);
    return rows.map(({ type }) => type.replace('workflow.', ''));
  };

  it('makes the tasks of the first stage with due dates, people and checklists', async () => {
    const { status, body } = await started();
    expect([status, shape(body)]).toEqual([201, 'running active pending pending']);
    const startedOn = body.startedOn ?? '';
    const tasks = await tasksOf(body.id);
    const byTitle = (title: string) => tasks.find((task) => task.title === title);
    expect(tasks).toHaveLength(3);
    expect(byTitle('Run the conflict check')).toMatchObject({
      dueOn: addDays(startedOn, 2, 'days'),
      assignees: [{ name: 'Paula Partner' }],
      required: true,
      workflowLabel: 'Civil intake · Intake',
    });
    // Nobody on the team is a paralegal: the task says whom it was meant for.
    expect(byTitle('Collect documents')).toMatchObject({
      dueOn: addDays(startedOn, 10, 'days'),
      assignees: [],
      assigneeRole: 'paralegal',
      checklistTotal: 2,
    });
    expect(body.stages[0]).toMatchObject({
      taskCount: 3,
      openRequired: 2,
      unassigned: 2,
      dueOn: addDays(startedOn, 10, 'days'),
    });
    expect(body.moves.map((legal) => legal.move)).toEqual([
      'pause',
      'cancel',
      'skip-stage',
      'skip-stage',
      'skip-stage',
    ]);
  });

  it('goes through its stages with the tasks, by itself and by hand, to the end', async () => {
    const { body } = await started();
    await setTask(body.id, 'Run the conflict check', 'done');
    expect(shape((await read(body.id)).body)).toBe('running active pending pending');
    await setTask(body.id, 'Collect documents', 'done');
    const second = (await read(body.id)).body;
    expect(shape(second)).toBe('running done active pending');
    expect(second.dueOn).toBe(addDays(second.stages[1]?.startedOn ?? '', 5, 'business-days'));
    const pleadings = second.stages[1]?.id ?? '';
    const early = await move(body.id, 'complete-stage', pleadings);
    expect([early.status, early.body.code]).toEqual([409, 'WORKFLOW_STAGE_UNFINISHED']);
    await setTask(body.id, 'Draft the complaint', 'done');
    expect(shape((await read(body.id)).body)).toBe('running done active pending');
    expect(shape((await move(body.id, 'complete-stage', pleadings)).body)).toBe(
      'running done done active',
    );
    await setTask(body.id, 'Archive the file', 'cancelled');
    const end = (await read(body.id)).body;
    expect([shape(end), end.moves]).toEqual(['completed done done done', []]);
    expect(await eventsOf(body.id)).toEqual([
      'created',
      'started',
      'stage-started',
      'stage-done',
      'stage-started',
      'stage-done',
      'stage-started',
      'stage-done',
      'completed',
    ]);
    const { body: history } = await associate.get(`/api/workflows/${body.id}/history?count=true`);
    expect(history.total).toBe(9);
    expect(history.items[0]).toMatchObject({ stageName: null, from: 'running', to: 'completed' });
    expect(history.items.at(-1)).toMatchObject({ from: null, to: 'not-started' });
    const { body: rest } = await associate.get(`/api/workflows/${body.id}/history?limit=5`);
    const { body: older } = await associate.get(
      `/api/workflows/${body.id}/history?limit=5&cursor=${rest.nextCursor}`,
    );
    expect([...rest.items, ...older.items]).toEqual(history.items);
    const { body: timeline } = await associate.get(`/api/cases/${body.caseId}/timeline?limit=100`);
    expect(timeline.items[0]).toMatchObject({
      title: 'Workflow completed',
      detail: 'Civil intake',
    });
    expect(timeline.items.at(-1)).toMatchObject({ title: 'Workflow added' });
    expect(timeline.items.map((item: { detail: string }) => item.detail)).toContain(
      'Civil intake: Pleadings',
    );
  });

  it('refuses an illegal move and says which are legal', async () => {
    const { body } = await started({}, { start: false });
    expect([shape(body), await tasksOf(body.id)]).toEqual([
      'not-started pending pending pending',
      [],
    ]);
    const refused = await move(body.id, 'pause');
    expect([refused.status, refused.body.code, refused.body.state]).toEqual([
      409,
      'WORKFLOW_MOVE_REFUSED',
      'not-started',
    ]);
    expect(refused.body.legal.map((legal: { move: string }) => legal.move)).toEqual([
      'start',
      'cancel',
    ]);
    expect(refused.body.detail).toContain('legal now: start, cancel');
    expect(
      (await associate.post(`/api/workflows/${body.id}/moves`, { move: 'start' })).status,
    ).toBe(428);
    const stale = { headers: { 'if-match': '"99"' } };
    expect(
      (await associate.post(`/api/workflows/${body.id}/moves`, { move: 'start' }, stale)).status,
    ).toBe(412);
  });

  it('stands still while paused, and makes up for it', async () => {
    const { body } = await started();
    expect((await move(body.id, 'pause')).body.status).toBe('paused');
    expect((await tasksOf(body.id)).every((task) => task.onHold)).toBe(true);
    await setTask(body.id, 'Run the conflict check', 'done');
    await setTask(body.id, 'Collect documents', 'done');
    expect(shape((await read(body.id)).body)).toBe('paused active pending pending');
    // As if it had been paused a week ago.
    await sql`update workflows set paused_on = paused_on - 7
      where id = ${body.id}`.execute(server.database.db);
    const resumed = (await move(body.id, 'resume')).body;
    expect(shape(resumed)).toBe('running done active pending');
    expect(resumed.stages[0].dueOn).toBe(addDays(body.startedOn ?? '', 17, 'days'));
    const tasks = await tasksOf(body.id);
    expect(tasks.some((task) => task.onHold)).toBe(false);
    const dueOn = (title: string) => tasks.find((task) => task.title === title)?.dueOn;
    expect(dueOn('Run the conflict check')).toBe(addDays(body.startedOn ?? '', 2, 'days'));
    expect(dueOn('Send a welcome letter')).toBe(addDays(body.startedOn ?? '', 17, 'days'));
  });

  it('cancels what is unfinished with a skipped stage and with the whole', async () => {
    const { body } = await started();
    const intake = body.stages[0]?.id ?? '';
    await setTask(body.id, 'Run the conflict check', 'done');
    expect(shape((await move(body.id, 'skip-stage', intake)).body)).toBe(
      'running skipped active pending',
    );
    const statuses = async () =>
      Object.fromEntries((await tasksOf(body.id)).map(({ title, status }) => [title, status]));
    expect(await statuses()).toMatchObject({
      'Run the conflict check': 'done',
      'Collect documents': 'cancelled',
      'Draft the complaint': 'open',
    });
    const cancelled = await associate.post(
      `/api/workflows/${body.id}/moves`,
      { move: 'cancel', reason: 'The client settled' },
      at(await read(body.id)),
    );
    expect(shape(cancelled.body)).toBe('cancelled skipped skipped skipped');
    expect((await statuses())['Draft the complaint']).toBe('cancelled');
    const { body: history } = await associate.get(`/api/workflows/${body.id}/history`);
    expect(history.items[0].reason).toBe('The client settled');
  });

  it('lets no task contradict its stage', async () => {
    const { body } = await started();
    const required = await setTask(body.id, 'Collect documents', 'cancelled');
    expect([required.status, required.body.code]).toEqual([409, 'WORKFLOW_TASK_REQUIRED']);
    await setTask(body.id, 'Collect documents', 'done');
    expect((await setTask(body.id, 'Collect documents', 'open')).status).toBe(200);
    await setTask(body.id, 'Collect documents', 'done');
    await setTask(body.id, 'Run the conflict check', 'done');
    const closed = await setTask(body.id, 'Collect documents', 'open');
    expect([closed.status, closed.body.code]).toEqual([409, 'WORKFLOW_STAGE_CLOSED']);
    expect((await setTask(body.id, 'Send a welcome letter', 'done')).status).toBe(200);
  });

  it('ends a stage once when its last two tasks are done at the same moment', async () => {
    const { body } = await started();
    const done = await Promise.all([
      setTask(body.id, 'Run the conflict check', 'done'),
      setTask(body.id, 'Collect documents', 'done'),
    ]);
    expect(done.map(({ status }) => status)).toEqual([200, 200]);
    expect(shape((await read(body.id)).body)).toBe('running done active pending');
    expect((await eventsOf(body.id)).filter((type) => type === 'stage-done')).toHaveLength(1);
    expect((await tasksOf(body.id)).filter((task) => task.title.startsWith('Draft'))).toHaveLength(
      1,
    );
  });

  it('keeps a running workflow on the revision it began with', async () => {
    const made = await template({ name: 'Revised' });
    const path = `/api/workflow-templates/${made.body.id}`;
    const caseId = await newCase();
    const old = await associate.post('/api/workflows', { caseId, templateId: made.body.id });
    const next = templateOf({
      name: 'Revised',
      stages: [{ name: 'Only', duration: 1, tasks: [{ title: 'New task' }] }],
    });
    expect((await partner.put(path, next)).status).toBe(428);
    const revised = await partner.put(path, next, at(made));
    expect(revised.body).toMatchObject({
      revision: 2,
      version: 2,
      stageCount: 1,
      openWorkflows: 1,
    });
    expect((await partner.put(path, next, at(made))).status).toBe(412);
    expect((await partner.put(path, next, at(revised))).body.revision).toBe(2);
    await setTask(old.body.id, 'Run the conflict check', 'done');
    await setTask(old.body.id, 'Collect documents', 'done');
    const titles = (await tasksOf(old.body.id)).map((task) => task.title);
    expect(titles).toContain('Draft the complaint');
    const fresh = await associate.post('/api/workflows', { caseId, templateId: made.body.id });
    expect([fresh.body.revision, (await tasksOf(fresh.body.id)).map((task) => task.title)]).toEqual(
      [2, ['New task']],
    );
    expect((await partner.get(`${path}?revision=1`)).body.stages).toHaveLength(3);
    expect((await partner.get(`${path}?revision=3`)).body.code).toBe('WORKFLOW_TEMPLATE_NOT_FOUND');
  });

  it('starts nothing from an archived template, which comes back unchanged', async () => {
    const made = await template({ name: 'Old habit' });
    const path = `/api/workflow-templates/${made.body.id}`;
    const archived = await partner.post(`${path}/archive`, undefined, at(made));
    const refused = await associate.post('/api/workflows', {
      caseId: await newCase(),
      templateId: made.body.id,
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'WORKFLOW_TEMPLATE_UNKNOWN']);
    expect((await partner.put(path, templateOf(), at(archived))).body.code).toBe(
      'WORKFLOW_TEMPLATE_ARCHIVED',
    );
    const listed = async (query: string) =>
      (await partner.get(`/api/workflow-templates?q=old%20habit&${query}`)).body.items.length;
    expect([await listed(''), await listed('archived=true')]).toEqual([0, 1]);
    const back = await partner.post(`${path}/unarchive`, undefined, at(archived));
    expect(back.body).toMatchObject({ archivedAt: null, revision: 1 });
  });

  it('refuses a template that is malformed, naming the fields', async () => {
    const wrong = await partner.post('/api/workflow-templates', {
      name: 'x',
      stages: [{ name: '', duration: -1, tasks: [{ title: 'y', assigneeRole: 'king' }] }],
    });
    expect(wrong.body.errors.map((error: { path: string }) => error.path)).toEqual([
      'body.stages[0].name',
      'body.stages[0].duration',
      'body.stages[0].tasks[0].assigneeRole',
    ]);
    const tasks = Array.from({ length: 41 }, (_, index) => ({ title: `Task ${index}` }));
    const many = await partner.post('/api/workflow-templates', {
      name: 'x',
      stages: Array.from({ length: 5 }, () => ({ name: 's', duration: 1, tasks })),
    });
    expect([many.status, many.body.errors[0].path]).toEqual([400, 'body.stages']);
  });

  it('shows a workflow to those who see its case, and lets those run it who may', async () => {
    const { body } = await started();
    const path = `/api/workflows/${body.id}`;
    const seen = async (by: TestClient) => [
      (await by.get(path)).status,
      (await by.get(`${path}/history`)).status,
      (await by.get(`/api/workflows?caseId=${body.caseId}`)).body.items.length,
    ];
    expect(await seen(paralegal)).toEqual([404, 404, 0]);
    await firm.join(body.caseId, paralegal);
    expect(await seen(paralegal)).toEqual([200, 200, 1]);
    const headers = { headers: { 'if-match': `"${body.version}"` } };
    expect((await paralegal.post(`${path}/moves`, { move: 'pause' }, headers)).status).toBe(403);
    await firm.wall(body.caseId, partner);
    expect(await seen(partner)).toEqual([404, 404, 0]);
    expect((await partner.post(`${path}/moves`, { move: 'pause' }, headers)).status).toBe(404);
    const again = { caseId: body.caseId, templateId: body.templateId };
    expect((await partner.post('/api/workflows', again)).status).toBe(404);
    const business = await server.signInAs('business-development');
    expect((await business.get('/api/workflow-templates')).status).toBe(403);
  });

  it('announces a stage as overdue once, by however many, and not while paused', async () => {
    const overdue = server.app.nest.get(OverdueStagesService, { strict: false });
    const announce = () => overdue.announce(new AbortController().signal);
    const { body } = await started();
    await sql`update workflow_stages set due_on = '2020-01-01'
      where workflow_id = ${body.id} and status = 'active'`.execute(server.database.db);
    await move(body.id, 'pause');
    expect([await announce(), (await read(body.id)).body.isOverdue]).toEqual([0, false]);
    await move(body.id, 'resume');
    const counts = await Promise.all([announce(), announce(), announce()]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    expect(await announce()).toBe(0);
    const { body: late } = await read(body.id);
    expect([late.isOverdue, late.stages[0]?.isOverdue]).toEqual([true, true]);
    const { body: list } = await associate.get('/api/workflows?overdue=true');
    expect(list.items.map((item: { id: string }) => item.id)).toEqual([body.id]);
    expect((await eventsOf(body.id)).filter((type) => type === 'stage-overdue')).toHaveLength(1);
  });

  it('lists workflows by case, template and status, the last changed first', async () => {
    const first = await started();
    const { caseId, templateId } = first.body;
    const second = await associate.post('/api/workflows', { caseId, templateId, start: false });
    const ids = async (query: string) =>
      (await associate.get(`/api/workflows?caseId=${caseId}&${query}`)).body.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await ids('')).toEqual([second.body.id, first.body.id]);
    expect(await ids('status=running')).toEqual([first.body.id]);
    expect(await ids(`templateId=${templateId}`)).toHaveLength(2);
    await move(first.body.id, 'pause');
    expect(await ids('')).toEqual([first.body.id, second.body.id]);
  });

  it('starts a workflow once for one Idempotency-Key', async () => {
    const templateId = (await template()).body.id;
    const caseId = await newCase();
    const key = { headers: { 'idempotency-key': `workflow-${caseId}` } };
    const first = await associate.post('/api/workflows', { caseId, templateId }, key);
    const again = await associate.post('/api/workflows', { caseId, templateId }, key);
    expect(again.body).toEqual(first.body);
    expect((await associate.get(`/api/workflows?caseId=${caseId}`)).body.items).toHaveLength(1);
  });
});
