import type { TeamRole } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** Who works on which case. */
export interface CaseTeamTable {
  case_id: string;
  user_id: string;
  team_role: TeamRole;
  added_at: Generated<string>;
}

/** Walls between users and cases; a lifted one stays as history. */
export interface EthicalWallTable {
  id: string;
  case_id: string;
  user_id: string;
  reason: string;
  created_by: string | null;
  created_at: Generated<string>;
  lifted_at: string | null;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    case_team: CaseTeamTable;
    ethical_walls: EthicalWallTable;
  }
}
