import {
  explainQuery,
  explanation,
  roles,
  roleTable,
  type ExplainQuery,
  type Explanation,
  type RoleTable,
} from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { ExplainService } from './explain.service.ts';
import { rolePermissions } from './role-permissions.ts';

const read = { access: 'grant:read', priority: 'admin', tag: 'access' } as const;

@Controller('access')
export class ExplainController {
  constructor(private readonly explaining: ExplainService) {}

  @Get('roles')
  @Endpoint({
    ...read,
    summary: 'What each role may do, and on which cases',
    answer: roleTable,
  })
  roles(): RoleTable {
    return {
      items: roles.map((role) => ({
        role,
        caseScope: rolePermissions[role].caseScope,
        permissions: [...rolePermissions[role].permissions],
      })),
    };
  }

  @Get('explain')
  @Endpoint({
    ...read,
    summary: 'Why a user may, or may not, do something, on a case where one is named',
    query: explainQuery,
    answer: explanation,
  })
  async explain(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: ExplainQuery,
  ): Promise<Explanation> {
    return await this.explaining.explain(viewer, query);
  }
}
