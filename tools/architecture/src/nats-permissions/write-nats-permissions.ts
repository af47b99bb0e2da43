import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPermissionsFile } from '@mdm-gate/contracts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

writeFileSync(join(workspaceRoot, 'deploy/nats/permissions.conf'), renderPermissionsFile());
