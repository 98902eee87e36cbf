import { defineError } from '../platform/errors/define-error.ts';

export const workflowErrors = {
  notFound: defineError('WORKFLOW_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such workflow, or its case is not open to you',
    hint: 'GET /api/workflows?caseId= lists the workflows of a case.',
  }),
  moveRefused: defineError('WORKFLOW_MOVE_REFUSED', {
    status: 409,
    level: 'debug',
    message: 'This move is not legal in the present state of the workflow',
    hint: 'The detail and "legal" name the moves that are.',
  }),
  stageUnfinished: defineError('WORKFLOW_STAGE_UNFINISHED', {
    status: 409,
    level: 'debug',
    message: 'Required tasks of the stage are not done',
    hint: 'Do them, or skip the stage.',
  }),
  taskRequired: defineError('WORKFLOW_TASK_REQUIRED', {
    status: 409,
    level: 'debug',
    message: 'A required task of a running stage cannot be cancelled',
    hint: 'Do it, skip its stage, or cancel the workflow.',
  }),
  stageClosed: defineError('WORKFLOW_STAGE_CLOSED', {
    status: 409,
    level: 'debug',
    message: 'The stage of this task has ended, so a finished task stays finished',
    hint: 'Make a new task for what is left.',
  }),
  tooMany: defineError('WORKFLOW_TOO_MANY', {
    status: 409,
    level: 'info',
    message: 'The case has as many open workflows as a case may have',
    hint: 'End or cancel one of them first.',
  }),
  templateNotFound: defineError('WORKFLOW_TEMPLATE_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such template, or not in that revision',
    hint: 'GET /api/workflow-templates lists the templates.',
  }),
  templateUnknown: defineError('WORKFLOW_TEMPLATE_UNKNOWN', {
    status: 422,
    level: 'debug',
    message: 'The template does not exist or is archived',
    hint: 'GET /api/workflow-templates lists those in use.',
  }),
  templateArchived: defineError('WORKFLOW_TEMPLATE_ARCHIVED', {
    status: 409,
    level: 'debug',
    message: 'An archived template cannot be changed',
    hint: 'POST /api/workflow-templates/{id}/unarchive first.',
  }),
} as const;
