import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeSettings, type DescribedSetting } from '@mdm-gate/service-kit';
import { z } from 'zod';

export interface ServiceSettings {
  readonly service: string;
  readonly settings: readonly DescribedSetting[];
}

const services = ['token-admin', 'verifier', 'mdm-push'];
const configModule = z.object({ configSchema: z.instanceof(z.ZodObject) });

/** The settings of every service, from `config` of its build (`dist/config.js`) or of its sources (`src/config.ts`). */
export const readServiceSettings = (
  root: string,
  config: 'dist/config.js' | 'src/config.ts',
): Promise<readonly ServiceSettings[]> =>
  Promise.all(
    services.map(async (service) => {
      const module: unknown = await import(pathToFileURL(join(root, 'apps', service, config)).href);
      return { service, settings: describeSettings(configModule.parse(module).configSchema) };
    }),
  );
