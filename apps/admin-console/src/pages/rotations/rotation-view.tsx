import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { connections } from '../../api/queries.ts';
import { rotation, stragglers } from '../../api/rotations.ts';
import { Chart } from '../../components/chart.tsx';
import { exactly } from '../../components/instant-text.ts';
import { Instant } from '../../components/instant.tsx';
import { Facts, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { isKnown, Loaded } from '../../components/loaded.tsx';
import { Meter } from '../../components/meter.tsx';
import { Notice } from '../../components/notice.tsx';
import { percent } from '../../components/share.ts';
import { Steps } from '../../components/steps.tsx';
import { heldWords, isOpen, rotationSteps, rotationStateWords, waitingWords } from '../../words/rotations.ts';
import { useOrganizationId } from '../organization-id.ts';
import { Decisions } from './decisions.tsx';
import type { ExaminedRotation } from './examined-rotation.ts';
import { HeldByMdms } from './held-by-mdms.tsx';
import { Stragglers } from './stragglers.tsx';

/**
 * All of one rotation: where it is, how far devices are, who is not, and what can be done. It is shown as soon as all of it is
 * there, and what stands below it, too, so that nothing moves.
 */
export const RotationView = ({
  rotationId,
  children,
}: {
  readonly rotationId: string;
  readonly children?: ReactNode;
}) => {
  const organizationId = useOrganizationId();
  const found = useQuery(rotation(organizationId, rotationId));
  const mdms = useQuery(connections(organizationId));
  const isTurning = found.data !== undefined && isOpen(found.data);
  const behind = useInfiniteQuery({ ...stragglers(organizationId, rotationId), enabled: isTurning });
  const isWhole = isKnown(mdms) && (!isTurning || isKnown(behind));
  const all = isWhole ? found : { ...found, data: undefined };
  return (
    <Loaded query={all}>
      {(known) => (
        <>
          <Sheet title={known.label} actions={isOpen(known) && <Decisions rotation={known} />}>
            <Stack>
              <Progress rotation={known} />
              <Adoption rotation={known} />
              <Terms rotation={known} />
            </Stack>
          </Sheet>
          <HeldByMdms rotation={known} />
          {isOpen(known) && <Stragglers rotationId={rotationId} />}
          {children}
        </>
      )}
    </Loaded>
  );
};

const Progress = ({ rotation: known }: { readonly rotation: ExaminedRotation }) => {
  const { state, heldIn, heldBecause, stateSince } = known;
  const { tone, word, what } = rotationStateWords[state];
  const held = heldBecause === null ? null : heldWords[heldBecause];
  const at = rotationSteps.findIndex((step) => step === (state === 'held' ? heldIn : state));
  return (
    <>
      {state !== 'cancelled' && (
        <Steps
          label="Where it is"
          steps={rotationSteps.map((step) => rotationStateWords[step].word)}
          current={state === 'completed' ? rotationSteps.length : Math.max(at, 0)}
        />
      )}
      <Notice tone={tone === 'none' ? 'info' : tone} title={held === null ? `${word}. ${what}` : held.what}>
        {held?.todo ?? waitingWords(known)}{' '}
        <Soft>
          since <Instant at={stateSince} />
        </Soft>
      </Notice>
    </>
  );
};

const sum = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : values.reduce<number>((total, value) => total + (value ?? 0), 0);

const orUnknown = (value: number | null): ReactNode => value ?? <Soft>not told by every MDM</Soft>;

/** Four figures side by side, as no single one tells the whole. */
const Adoption = ({ rotation: { progress } }: { readonly rotation: ExaminedRotation }) => {
  const { onNew, onOld, onOther, share, delivered, history, activeDevices } = progress;
  const counted = delivered ?? [];
  return (
    <>
      <Meter
        label="How far devices are"
        parts={[
          { label: 'on the new token', count: onNew, look: 'reached' },
          { label: 'still on the old', count: onOld, look: 'behind' },
          { label: 'on others or none', count: onOther, look: 'other' },
        ]}
      />
      <Facts
        facts={[
          ['Assigned, as MDMs count', orUnknown(sum(counted.map(({ devices }) => devices)))],
          ['Held, as MDMs count', orUnknown(sum(counted.map(({ holding }) => holding)))],
          ['Presented it', onNew],
          ['Still present the old', onOld],
        ]}
      />
      <Soft>
        {share === null ? 'No device concerned was seen yet.' : `${percent(share)} of those concerned.`} Of{' '}
        {activeDevices} active devices, as each last proceeded; one that did not ask since is not counted
        anew.
      </Soft>
      {history.length > 1 && <OverTime history={history} />}
    </>
  );
};

const OverTime = ({ history }: Pick<ExaminedRotation['progress'], 'history'>) => {
  const line = (name: 'onNew' | 'onOld') => {
    const values = history.map((point) => point[name]);
    return { values, told: `${values.at(-1) ?? 0} at the latest count` };
  };
  return (
    <Chart
      label="Devices by token"
      at={history.map(({ hour }) => hour)}
      atMost={(max) => (max === 1 ? 'at most one device' : `at most ${max} devices`)}
      lines={[
        { label: 'On the new', look: 'reached', ...line('onNew') },
        { label: 'On the old', look: 'behind', ...line('onOld') },
      ]}
    />
  );
};

const Terms = ({ rotation: known }: { readonly rotation: ExaminedRotation }) => {
  const { advance, graceHours, deadline, startedAt, createdBy, replaces } = known;
  return (
    <details>
      <summary>How it was started</summary>
      <Facts
        facts={[
          ['Goes on', advance === 'by-hand' ? 'when a person says so' : `at ${percent(advance.whenShare)}`],
          ['Grace time', graceHours === 0 ? 'none' : `${graceHours} hours`],
          ['Deadline', deadline === null ? 'none' : exactly(deadline)],
          ['Replaces', replaces.length === 1 ? 'one token' : `${replaces.length} tokens`],
          ['Started', <Instant key="started" at={startedAt} />],
          ['By', <bdi key="by">{createdBy}</bdi>],
        ]}
      />
    </details>
  );
};
