import { defineError } from '../platform/errors/define-error.ts';

export const authorizationErrors = {
  caseNotFound: defineError('AUTHZ_CASE_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such case, or it is not open to you',
    hint: 'Check the id; a case shows only to its team and to those whose role sees every case.',
  }),
  notAllowed: defineError('AUTHZ_NOT_ALLOWED', {
    status: 403,
    level: 'info',
    message: 'Your role does not allow this on the case',
    hint: 'Ask an administrator for the permission that the detail names.',
  }),
  escalation: defineError('AUTHZ_ESCALATION', {
    status: 403,
    level: 'warn',
    message: 'Nobody can give or take over more than they hold themselves',
    hint: 'Use an account or a key that holds every permission concerned.',
  }),
  userNotFound: defineError('AUTHZ_USER_NOT_FOUND', {
    status: 422,
    level: 'debug',
    message: 'The user does not exist or is disabled',
    hint: 'GET /api/users lists the users.',
  }),
  teamRoleMismatch: defineError('AUTHZ_TEAM_ROLE_MISMATCH', {
    status: 422,
    level: 'debug',
    message: 'The team role does not fit the user',
    hint: 'Users with the role client join as "client"; everyone else as "lead" or "member".',
  }),
  userWalled: defineError('AUTHZ_USER_WALLED', {
    status: 409,
    level: 'info',
    message: 'A standing ethical wall keeps this user from the case',
    hint: 'An administrator can lift the wall; it stays in the record.',
  }),
  memberNotFound: defineError('AUTHZ_MEMBER_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'The user is not on the team of this case',
    hint: 'GET /api/cases/{id}/team lists the team.',
  }),
  wallNotFound: defineError('AUTHZ_WALL_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'No such wall stands on this case',
    hint: 'GET /api/cases/{id}/walls lists the walls; a lifted one cannot be lifted again.',
  }),
  grantUnfit: defineError('AUTHZ_GRANT_UNFIT', {
    status: 422,
    level: 'debug',
    message: 'This cannot be granted to this user',
    hint: 'Choose another scope or permission; the detail says what does not fit.',
  }),
  grantExists: defineError('AUTHZ_GRANT_EXISTS', {
    status: 409,
    level: 'debug',
    message: 'The user holds a live grant that says the same',
    hint: 'Revoke that grant first to give it another end.',
  }),
  grantNotFound: defineError('AUTHZ_GRANT_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'The user has no such live grant',
    hint: 'GET /api/users/{id}/grants lists the grants.',
  }),
  tooManyGrants: defineError('AUTHZ_TOO_MANY_GRANTS', {
    status: 409,
    level: 'info',
    message: 'The user holds as many grants as one user may',
    hint: 'Revoke grants that are no longer needed, or give the user another role.',
  }),
  wallStands: defineError('AUTHZ_WALL_STANDS', {
    status: 409,
    level: 'debug',
    message: 'A wall between this user and this case stands already',
    hint: 'Nothing needs to be done.',
  }),
} as const;
