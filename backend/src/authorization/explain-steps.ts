import { isCaseBound } from '@lexiflow/contracts';
import type { ExplainStep, Permission } from '@lexiflow/contracts';
import type { Viewer, ViewerGrant } from '../platform/http/viewer.ts';
import type { CaseFacts, EndedGrant, UserFacts } from './facts.repository.ts';
import { reachOf } from './reach.ts';
import { rolePermissions } from './role-permissions.ts';

/** What an explanation is made of; `onCase` is null when no single case was asked about. */
export interface Explained {
  readonly user: UserFacts;
  readonly viewer: Viewer & { readonly userId: string };
  readonly permission: Permission;
  readonly caseId: string | null;
  readonly onCase: CaseFacts | null;
  readonly ended: readonly EndedGrant[];
}

const scopeWords: Readonly<Record<string, string>> = {
  own: 'the cases the user leads',
  team: 'the cases of the user’s teams',
  case: 'one case',
  all: 'everything',
};

/** Every part of the rule with its verdict: account, role, grants, team, wall, and what is needed besides. */
export function explainSteps(explained: Explained): ExplainStep[] {
  const { viewer, permission, ended } = explained;
  const granted = (viewer.grants ?? []).filter((grant) => grant.permission === permission);
  return [
    accountStep(explained),
    roleStep(explained),
    ...granted.map((grant) => grantStep(grant, explained)),
    ...ended.map(endedStep),
    ...(granted.length + ended.length === 0 ? [step('grant', 'no-effect', 'No grant.')] : []),
    ...caseSteps(explained),
  ];
}

const step = (
  kind: ExplainStep['kind'],
  verdict: ExplainStep['verdict'],
  detail: string,
): ExplainStep => ({ kind, verdict, detail });

function accountStep({ user }: Explained): ExplainStep {
  return user.isDisabled
    ? step('account', 'denies', 'The account is disabled.')
    : step('account', 'no-effect', 'The account is enabled.');
}

function roleStep({ user, permission, onCase }: Explained): ExplainStep {
  const { permissions, caseScope } = rolePermissions[user.role];
  if (!permissions.has(permission))
    return step('role', 'no-effect', `The role ${user.role} does not hold ${permission}.`);
  if (!isCaseBound(permission) || caseScope === 'all')
    return step('role', 'allows', `The role ${user.role} holds ${permission} on everything.`);
  const holds = `The role ${user.role} holds ${permission} on the cases of the user’s teams`;
  if (onCase === null) return step('role', 'allows', `${holds}.`);
  return onCase.teamRole === null
    ? step('role', 'no-effect', `${holds}, and this is none of them.`)
    : step('role', 'allows', `${holds}, and this is one of them.`);
}

function grantStep(grant: ViewerGrant, { caseId, onCase }: Explained): ExplainStep {
  const what = `A grant for ${scopeWords[grant.scope]}`;
  const covers =
    onCase === null ||
    grant.scope === 'all' ||
    (grant.scope === 'case' && grant.caseId === caseId) ||
    (grant.scope === 'team' && onCase.teamRole !== null) ||
    (grant.scope === 'own' && onCase.teamRole === 'lead');
  return covers
    ? step('grant', 'allows', `${what}${onCase === null ? '' : ' covers this case'}.`)
    : step('grant', 'no-effect', `${what} does not cover this case.`);
}

function endedStep({ scope, endedAt, isRevoked }: EndedGrant): ExplainStep {
  const how = isRevoked ? 'was revoked' : 'ended';
  return step('grant', 'no-effect', `A grant for ${scopeWords[scope]} ${how} at ${endedAt}.`);
}

function caseSteps({ permission, onCase, viewer }: Explained): ExplainStep[] {
  if (onCase === null) return [];
  const { teamRole, walledSince, isVisible } = onCase;
  const reach = reachOf(viewer, permission);
  const counts = teamRole !== null && (reach.team || (reach.own && teamRole === 'lead'));
  const team =
    teamRole === null
      ? step('team', 'no-effect', 'The user is not on the team of the case.')
      : step(
          'team',
          counts ? 'allows' : 'no-effect',
          `The user is on the team of the case as ${teamRole}.`,
        );
  const wall =
    walledSince === null
      ? step('wall', 'no-effect', 'No ethical wall stands between the user and the case.')
      : step(
          'wall',
          'denies',
          `An ethical wall stands between the user and the case since ${walledSince}; it beats all else.`,
        );
  const hidden = walledSince === null && !isVisible && permission !== 'case:read';
  return [
    team,
    wall,
    ...(hidden
      ? [step('needs', 'denies', 'The user may not read the case (case:read), so nothing on it.')]
      : []),
  ];
}
