/** Makes Nx's project graph when there is none, as in a fresh clone: without it the rule about module boundaries stays silent. */
import { createProjectGraphAsync, readCachedProjectGraph } from '@nx/devkit';

process.env.NX_DAEMON = 'false';
try {
  readCachedProjectGraph();
} catch {
  await createProjectGraphAsync();
}
