import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { dashboardFile, renderDashboard } from './dashboard.ts';

writeFileSync(join(workspaceRoot, dashboardFile), renderDashboard());
