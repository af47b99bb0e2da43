import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { ServiceConfig } from '../settings/service-config.ts';
import { filesOfKubernetes } from './manifests.ts';
import { podOf, render, variablesOf, type Container, type KubernetesObject } from './rendered.fixture.ts';
import { problemWithSchema } from './schema.fixture.ts';
import { services } from './services.ts';

const overlays = ['base', 'example', 'production', 'monitoring'] as const;
const rendered = Object.fromEntries(overlays.map((overlay) => [overlay, render(workspaceRoot, overlay)]));
const of = (overlay: (typeof overlays)[number]): readonly KubernetesObject[] => rendered[overlay] ?? [];

describe('what is generated', () => {
  it.each(Object.entries(filesOfKubernetes(workspaceRoot)))(
    '%s stands there as it is: if not, run `npm run kubernetes:write`',
    (file, text) => {
      expect(readFileSync(join(workspaceRoot, 'deploy/kubernetes', file), 'utf8')).toBe(text);
    },
  );
});

describe.each(overlays)('the overlay %s', (overlay) => {
  it('holds objects that are all what the schema of their kind says', async () => {
    expect(of(overlay).length).toBeGreaterThan(0);
    const problems = await Promise.all(of(overlay).map(problemWithSchema));
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
  });

  it('puts everything into the namespace of the product', () => {
    const elsewhere = of(overlay).filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'mdm-gate',
    );
    expect(elsewhere).toEqual([]);
  });
});

it('an object that is not what its schema says is found', async () => {
  const [first] = of('base').filter(({ kind }) => kind === 'Deployment');
  if (first === undefined) throw new Error('there is no Deployment');
  const wrong = { ...first, spec: { ...first.spec, replicas: 'two' } };
  expect(await problemWithSchema(Object.assign({}, first, wrong))).toContain('/spec/replicas');
  expect(await problemWithSchema({ ...first, kind: 'Deploiment' })).toContain('Deploiment');
});

describe.each(['example', 'production'] as const)('every container of %s', (overlay) => {
  const pods = of(overlay).flatMap(({ metadata, spec }) =>
    spec?.template === undefined ? [] : [{ name: metadata.name, pod: spec.template.spec }],
  );
  const containers = pods.flatMap(({ name, pod }) =>
    [...pod.initContainers, ...pod.containers].map((container) => ({ name, container })),
  );

  it.each(containers.map((each) => [`${each.name}/${each.container.name}`, each.container] as const))(
    '%s is what the restricted standard asks for, writes nothing, and has a limit of memory',
    (_, container) => {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.resources?.limits?.['memory']).toBeDefined();
      expect(container.image).toMatch(/:[\w.-]+$/);
    },
  );

  it('asks Kubernetes for nothing', () => {
    expect(pods.filter(({ pod }) => pod.automountServiceAccountToken !== false)).toEqual([]);
  });
});

type Pod = ReturnType<typeof podOf>;

/** The variables of a container that name a file, each with the Secret that the file is of. */
const secretFilesOf = (pod: Pod, { env, volumeMounts }: Container) =>
  env
    .filter(({ name }) => name.endsWith('_FILE'))
    .map(({ name, value = '' }) => {
      const mount = volumeMounts.find(({ mountPath }) => value.startsWith(`${mountPath}/`));
      const volume = pod.volumes.find((each) => each.name === mount?.name);
      const file = value.slice(value.lastIndexOf('/') + 1);
      return { name, secretName: volume?.secret?.secretName, file };
    });

const keysOf = (secretName: string | undefined): readonly string[] => {
  const isIt = ({ kind, metadata }: KubernetesObject) => kind === 'Secret' && metadata.name === secretName;
  return Object.keys(of('example').find(isIt)?.data ?? {});
};

describe.each(services)('$name', (service) => {
  it('has probes, and is given the time that stopping takes', async () => {
    const pod = podOf(of('production'), service.name);
    const [main] = pod.containers;
    expect([main?.livenessProbe, main?.readinessProbe]).toEqual([
      expect.objectContaining({ httpGet: { path: '/livez', port: 'health' } }),
      expect.objectContaining({ httpGet: { path: '/readyz', port: 'health' } }),
    ]);
    const { settings } = await ServiceConfig.read(workspaceRoot, service.name);
    const pause = settings.find(({ name }) => name.endsWith('_STOP_PAUSE_SECONDS'))?.unlessSet;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(Number(pause) + 15);
  });

  it('has every setting set in production, or left for a reason that is written down', async () => {
    const [main] = podOf(of('production'), service.name).containers;
    if (main === undefined) throw new Error('there is no container');
    const { settings } = await ServiceConfig.read(workspaceRoot, service.name);
    const named = Object.keys(variablesOf(of('production'), main));
    // Some settings are the path of a file themselves.
    const set = [...named, ...named.map((name) => name.replace(/_FILE$/, ''))];
    const unexplained = settings.map(({ name }) => name).filter((name) => !set.includes(name));
    expect(unexplained.sort()).toEqual(Object.keys(service.left).sort());
    expect(Object.values(service.left).every((reason) => reason.length > 10)).toBe(true);
  });

  it.each(['example', 'production'] as const)('takes the settings of %s', async (overlay) => {
    const config = await ServiceConfig.read(workspaceRoot, service.name);
    const [main] = podOf(of(overlay), service.name).containers.filter(({ name }) => name === service.name);
    if (main === undefined) throw new Error('there is no container');
    expect(config.problemsWith(variablesOf(of(overlay), main))).toEqual([]);
  });

  it('gets secrets as files of Secrets only, which the example has', () => {
    const pod = podOf(of('example'), service.name);
    const files = [...pod.initContainers, ...pod.containers].flatMap((container) =>
      secretFilesOf(pod, container),
    );
    expect(files.length).toBe(service.secrets.length + service.migrationSecrets.length);
    expect(files.filter(({ secretName, file }) => !keysOf(secretName).includes(file))).toEqual([]);
  });

  it('keeps what owns the tables away from the service', () => {
    const pod = podOf(of('production'), service.name);
    const mountsOf = (containers: typeof pod.containers) =>
      containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
    expect(mountsOf(pod.containers)).not.toContain(`${service.name}-migrations`);
    const expected = service.migrationSecrets.length > 0 ? [`${service.name}-migrations`] : [];
    expect(mountsOf(pod.initContainers)).toEqual(expected);
  });
});

it('production leaves the number of verifiers to the autoscaler', () => {
  const find = (kind: string) =>
    of('production').find((each) => each.kind === kind && each.metadata.name === 'verifier');
  expect(find('HorizontalPodAutoscaler')).toBeDefined();
  expect(find('Deployment')?.spec?.replicas).toBeUndefined();
});
