import { admin, type OpenConsole } from './open-console.ts';

const stages = [
  {
    name: 'Intake',
    duration: 10,
    tasks: [
      { title: 'Run the conflict check', assigneeRole: 'lead', dueAfter: 2, priority: 'urgent' },
      {
        title: 'Collect the contracts',
        assigneeRole: 'paralegal',
        checklist: ['Master agreement', 'Amendments', 'Correspondence'],
      },
      { title: 'Send the welcome letter', required: false, priority: 'low' },
    ],
  },
  {
    name: 'Pleadings',
    duration: 15,
    unit: 'business-days',
    advance: 'by-hand',
    tasks: [{ title: 'Draft the answer', assigneeRole: 'lead', priority: 'high' }],
  },
  { name: 'Discovery', duration: 90, tasks: [{ title: 'Serve the requests for production' }] },
];

/** A case with tasks in every status and a running workflow. */
export interface OfficeWork {
  readonly caseId: string;
  /** A task with a comment. */
  readonly taskId: string;
  readonly templateId: string;
}

/** Makes a case with tasks of the signed-in user in every status and a workflow, through the API. */
export async function fillWithWork({ server, page }: OpenConsole): Promise<OfficeWork> {
  const send = async (method: string, path: string, data: unknown, version?: number) => {
    const answer = await page.request.fetch(`${server.url}/api${path}`, {
      method,
      data,
      headers: {
        authorization: `Bearer ${server.localToken()}`,
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
    });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as { id: string; version: number };
  };
  const me = (await (await page.request.get(`${server.url}/api/auth/me`)).json()) as {
    userId: string;
  };
  const { id: caseId } = await send('POST', '/cases', {
    number: '4:26-cv-00311',
    title: 'Marlow Freight LLC v. Quill & Sons',
  });
  await send('POST', `/cases/${caseId}/team`, { userId: me.userId, teamRole: 'lead' });
  const { id: templateId } = await send('POST', '/workflow-templates', {
    name: 'Civil defence',
    description: 'From the summons to the end of discovery',
    stages,
  });
  await send('POST', '/workflows', { caseId, templateId });
  const tasks = [
    { title: 'Renew the court registration', dueOn: '2024-01-15', status: 'open' },
    { title: 'Prepare the deposition outline', priority: 'high', status: 'in-progress' },
    { title: 'Wait for the expert’s report', status: 'blocked' },
    { title: 'File the notice of appearance', status: 'done' },
    { title: 'Order the old transcripts', status: 'cancelled' },
  ];
  let taskId = '';
  for (const { status, ...task } of tasks) {
    const made = await send('POST', '/tasks', { ...task, caseId, assigneeIds: [me.userId] });
    await send('POST', `/tasks/${made.id}/comments`, { text: `Noted by ${admin.name}` });
    taskId ||= made.id;
    if (status !== 'open') await send('PATCH', `/tasks/${made.id}`, { status }, made.version);
  }
  return { caseId, taskId, templateId };
}
