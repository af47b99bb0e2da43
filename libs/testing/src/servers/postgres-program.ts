import { realpathSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imageOf, testServers } from '../containers/server-image.ts';
import { startProcess } from '../processes/start-process.ts';
import { accountForPostgres, launchAs } from './postgres-account.ts';
import { requireServerBinary } from './server-binaries.ts';
import { placeTls, type ServerTls } from './server-tls.ts';
import type { Launch, ServerPlace } from './start-server.ts';

/** Where the programs of PostgreSQL come from, and whom they run as. */
export interface PostgresProgram {
  launch(name: string, args: string[], dataDir: string): Launch;
  /** Runs one that ends by itself. */
  run(name: string, args: string[], place: Omit<ServerPlace, 'port'>): Promise<void>;
  /** A folder that it may write to, inside the data folder. */
  makeFolder(folder: string): Promise<void>;
  /** Certificates that it may read, in the data folder. */
  place(tls: ServerTls, folder: string): Promise<void>;
}

export const postgresProgram = (): PostgresProgram =>
  testServers() === 'containers' ? inContainer(imageOf('postgres')) : onThisMachine();

const onThisMachine = (): PostgresProgram => {
  const account = accountForPostgres();
  // The other programs of PostgreSQL lie beside the file, not beside a link to it.
  const folder = dirname(realpathSync(requireServerBinary('postgres')));
  const launch = (name: string, args: string[], dataDir: string): Launch =>
    launchAs(account, { command: join(folder, name), args }, dataDir);
  return {
    launch,
    place: (tls, folder) => placeTls(tls, folder, account),
    async run(name, args, { dataDir, temporaryFolder }) {
      const program = await startProcess({ ...launch(name, args, dataDir), cwd: dataDir, temporaryFolder });
      const { code } = await program.waitForExit();
      if (code !== 0) throw new Error(`${name} failed\n${program.output()}`);
    },
    async makeFolder(made) {
      await mkdir(made, { mode: 0o700 });
      if (account === undefined) return;
      await chown(dirname(made), account.uid, account.gid);
      await chown(made, account.uid, account.gid);
    },
  };
};

/** The user of this name has another number in every image. */
const user = 'postgres';

const inContainer = (image: string): PostgresProgram => ({
  place: (tls, folder) => placeTls(tls, folder),
  launch: (name, args) => ({ command: name, args, container: { image, user } }),
  async run(name, args, { dataDir }) {
    const { runInContainer } = await import('../containers/start-container.ts');
    await runInContainer({ image, command: name, args, dataDir, user });
  },
  // initdb makes the folder, as its own user.
  makeFolder: (made) => chmod(dirname(made), 0o777),
});
