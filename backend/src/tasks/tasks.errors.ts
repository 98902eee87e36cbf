import { defineError } from '../platform/errors/define-error.ts';

export const taskErrors = {
  notFound: defineError('TASK_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such task, or it is not open to you',
    hint: 'Check the id. A task of a case shows to those who see the case, any other one to who made it and who is to do it.',
  }),
  statusRefused: defineError('TASK_STATUS_REFUSED', {
    status: 409,
    level: 'debug',
    message: 'A task cannot go from its present status to that one',
    hint: 'The detail and "legal" name the moves that are open.',
  }),
  assigneeRefused: defineError('TASK_ASSIGNEE_REFUSED', {
    status: 422,
    level: 'debug',
    message: 'Somebody named cannot be given this task',
    hint: 'GET /api/tasks/candidates lists who can: for a task of a case, those who may see the case.',
  }),
  tooManyComments: defineError('TASK_TOO_MANY_COMMENTS', {
    status: 409,
    level: 'debug',
    message: 'The task has as many comments as a task may have',
    hint: 'Make a new task for what is left.',
  }),
} as const;
