import type { TaskDetail } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { emptyTaskForm, taskBodyOf, taskChangeOf, taskFormOf } from './task-form.ts';

const task = {
  title: 'Draft the answer',
  description: '',
  status: 'open',
  priority: 'normal',
  dueOn: null,
  caseId: 'c',
  caseTitle: 'Doe v. Roe',
  assignees: [{ userId: 'u', name: 'Ann' }],
  checklist: [{ text: 'Read', done: false }],
} as unknown as TaskDetail;

describe('the form of a task', () => {
  it('makes a body without the lines that hold no word', () => {
    const form = emptyTaskForm({ value: 'c', label: 'Doe v. Roe' }, [{ userId: 'u', name: 'Ann' }]);
    const filled = {
      ...form,
      title: ' Draft ',
      checklist: [
        { text: ' ', done: false },
        { text: ' Read', done: true },
      ],
    };
    expect(taskBodyOf(filled)).toEqual({
      title: 'Draft',
      description: '',
      priority: 'normal',
      dueOn: null,
      caseId: 'c',
      assigneeIds: ['u'],
      checklist: [{ text: 'Read', done: true }],
    });
  });

  it('sends only what was changed', () => {
    const form = taskFormOf(task);
    expect(taskChangeOf(task, form)).toEqual({});
    const changed = { ...form, dueOn: '2027-01-02', assignees: [], status: 'done' as const };
    expect(taskChangeOf(task, changed)).toEqual({
      dueOn: '2027-01-02',
      assigneeIds: [],
      status: 'done',
    });
  });
});
