import { readConfig } from './config.ts';
import { startSimulators } from './simulators.ts';

const simulators = await startSimulators(readConfig(process.env));
const { intune, workspaceOne, mobileiron } = simulators;
process.stdout.write(`${JSON.stringify({ ready: true, intune, workspaceOne, mobileiron })}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void simulators.stop();
  });
}
