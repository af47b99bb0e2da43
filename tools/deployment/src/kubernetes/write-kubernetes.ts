import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { filesOfKubernetes } from './manifests.ts';

for (const [file, text] of Object.entries(filesOfKubernetes(workspaceRoot)))
  writeFileSync(join(workspaceRoot, 'deploy/kubernetes', file), text);
