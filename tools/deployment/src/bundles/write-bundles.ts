import { workspaceRoot } from '../workspace/workspace-root.ts';
import { bundlePrograms } from './bundle-programs.ts';

/** A step of the build: every program of the workspace as one file. Needs what the compiler has built. */
await bundlePrograms(workspaceRoot);
