import { isCaseBound } from '@lexiflow/contracts';
import type { ExplainQuery, Explanation } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../platform/http/viewer.ts';
import { AccessService } from './access.service.ts';
import { authorizationErrors } from './authorization.errors.ts';
import { explainSteps, type Explained } from './explain-steps.ts';
import { FactsRepository, type UserFacts } from './facts.repository.ts';
import { PermissionService } from './permission.service.ts';

/** Answers why a user may, or may not, do something: the verdict by the rule itself, then its parts. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly access: AccessService,
    private readonly facts: FactsRepository,
    private readonly permissions: PermissionService,
  ) {}

  /**
   * Explains one permission of one user, on a case that the asker may see. Throws
   * AUTHZ_USER_NOT_FOUND and AUTHZ_CASE_NOT_FOUND.
   */
  async explain(asker: Viewer, query: ExplainQuery): Promise<Explanation> {
    const { userId, permission, caseId = null } = query;
    const user = await this.facts.user(userId);
    if (user === null) throw authorizationErrors.userNotFound();
    if (caseId !== null) await this.access.requireCase(asker, caseId, 'case:read');
    const viewer = await this.#viewer(user);
    const isOnCase = caseId !== null && isCaseBound(permission);
    const explained: Explained = {
      user,
      viewer,
      permission,
      caseId: isOnCase ? caseId : null,
      onCase: isOnCase ? await this.facts.onCase(viewer, permission, caseId) : null,
      ended: await this.facts.endedGrants(userId, permission, caseId),
    };
    return {
      allowed: isAllowed(explained),
      user: { id: user.id, name: user.name, role: user.role },
      permission,
      caseId: explained.caseId,
      steps: explainSteps(explained),
    };
  }

  async #viewer(user: UserFacts): Promise<Viewer & { readonly userId: string }> {
    const grants = await this.permissions.grantsOf(user.id, user.accessVersion);
    return {
      kind: 'user',
      userId: user.id,
      name: user.name,
      email: null,
      role: user.role,
      permissions: this.permissions.permissionsOf(user.role, null, grants),
      grants,
      credentialId: null,
      accessVersion: user.accessVersion,
    };
  }
}

function isAllowed({ user, viewer, permission, onCase }: Explained): boolean {
  if (user.isDisabled || !viewer.permissions.has(permission)) return false;
  return onCase === null || (onCase.isVisible && onCase.isPermitted);
}
