import type { Impact } from '@mdm-gate/contracts';
import { useId, type ReactNode } from 'react';
import { Instant } from './instant.tsx';
import { Stack } from './layout.tsx';
import { Notice } from './notice.tsx';
import { TextField } from './field.tsx';

const devices = (count: number): string => (count === 1 ? '1 device' : `${count} devices`);

/** Whom a change would halt, in numbers, before it is made. */
export const ImpactNotice = ({ impact }: { readonly impact: Impact }) => {
  if (impact.activeDevices === 0)
    return (
      <Notice tone="info" title="No device was seen lately, so nobody can say whom it would halt.">
        Devices are seen as soon as they ask for a check, under the policy Monitor too.
      </Notice>
    );
  if (impact.halted === 0)
    return (
      <Notice tone="good" title="No device that is known would be halted.">
        {devices(impact.activeDevices)} were seen lately, as of <Instant at={impact.asOf} />.
      </Notice>
    );
  return (
    <Notice tone="bad" title={`${devices(impact.halted)} of ${impact.activeDevices} would be halted.`}>
      <Sample impact={impact} />
    </Notice>
  );
};

const Sample = ({ impact }: { readonly impact: Impact }): ReactNode => (
  <Stack tight>
    <p>
      As they were last seen, <Instant at={impact.asOf} />. They can neither pair nor authenticate until they
      present an active token.
    </p>
    <details>
      <summary>Which ones</summary>
      <ul>
        {impact.sample.map((deviceId) => (
          <li key={deviceId}>
            <bdi>
              <code>{deviceId}</code>
            </bdi>
          </li>
        ))}
      </ul>
      {impact.halted > impact.sample.length && <p>and {impact.halted - impact.sample.length} more.</p>}
    </details>
  </Stack>
);

/** Asks for the number of devices that will be halted: a lockout is never one click away. */
export const Acknowledgement = ({
  impact,
  typed,
  onType,
}: {
  readonly impact: Impact;
  readonly typed: string;
  readonly onType: (text: string) => void;
}) => {
  const id = useId();
  if (impact.halted === 0) return null;
  return (
    <TextField
      key={id}
      label={`Type ${impact.halted} to halt them`}
      inputMode="numeric"
      required
      value={typed}
      onChange={(event) => {
        onType(event.target.value);
      }}
    />
  );
};

/** Both, as soon as it is known. */
export const KnownImpact = ({
  impact,
  typed,
  onType,
}: {
  readonly impact: Impact | null;
  readonly typed: string;
  readonly onType: (text: string) => void;
}) =>
  impact !== null && (
    <>
      <ImpactNotice impact={impact} />
      <Acknowledgement impact={impact} typed={typed} onType={onType} />
    </>
  );

/** Whether the change may be sent: nobody is halted, or as many as were acknowledged. */
export const isAcknowledged = (impact: Impact | null, typed: string): boolean =>
  impact === null || impact.halted === 0 || Number(typed) === impact.halted;
