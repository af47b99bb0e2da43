import type { MdmToken, revokeTokenRoute } from '@mdm-gate/contracts';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { etagOf } from '../../api/etag.ts';
import { useWeighedChange } from '../../api/weighed-change.ts';
import { DialogEnd, DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { textIn } from '../../components/form-text.ts';
import { Choice, TextField } from '../../components/field.tsx';
import { Acknowledgement, ImpactNotice, isAcknowledged } from '../../components/impact.tsx';
import { Stack } from '../../components/layout.tsx';
import { Notice } from '../../components/notice.tsx';
import { tokenName } from '../../words/tokens.ts';
import { useOrganizationId } from '../organization-id.ts';

type Because = 'retired' | 'compromised';

const reasons: readonly (readonly [Because, string, string])[] = [
  ['retired', 'It is no longer needed', 'Devices have a newer one.'],
  ['compromised', 'Somebody else may know it', 'Revoked at once, whatever it is still used for.'],
];

const useRevoking = (token: MdmToken, because: Because, typed: string) => {
  const organizationId = useOrganizationId();
  const ask = (more: { note?: string }, dryRun: boolean, signal?: AbortSignal) =>
    call<typeof revokeTokenRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-tokens/{tokenId}/revoke',
      params: { organizationId, tokenId: token.tokenId },
      etag: etagOf(token.version),
      query: { dryRun: dryRun ? 'true' : 'false' },
      body: {
        because,
        ...more,
        ...(typed === '' ? {} : { acknowledgeHaltedDevices: Number(typed) }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
  const weighed = useWeighedChange({
    organizationId,
    key: [token.tokenId, token.version, because],
    ask: (signal) => ask({}, true, signal),
    change: (note: string) => ask(note === '' ? {} : { note }, false),
  });
  return {
    ...weighed,
    isMeant: because === 'compromised' || (!weighed.isUnknown && isAcknowledged(weighed.impact, typed)),
  };
};

export const RevokeToken = ({
  token,
  onClose,
}: {
  readonly token: MdmToken;
  readonly onClose: () => void;
}) => {
  const [because, setBecause] = useState<Because>('retired');
  const [typed, setTyped] = useState('');
  const { change: revoke, impact, error, isMeant } = useRevoking(token, because, typed);
  if (revoke.data !== undefined && 'effective' in revoke.data.body)
    return <Revoked effective={revoke.data.body.effective} label={token.label} onClose={onClose} />;
  return (
    <Dialog title="Revoke the token" onClose={onClose}>
      <DialogForm
        act="Revoke"
        look="danger"
        error={error}
        busy={revoke.isPending}
        disabled={!isMeant}
        onCancel={onClose}
        onSubmit={(form) => {
          revoke.mutate(textIn(form, 'note'));
        }}
      >
        <p>
          <bdi>{tokenName(token)}</bdi> stops to match. It cannot be made active again.
        </p>
        <Reasons because={because} onChoose={setBecause} />
        <TextField
          label="Note"
          name="note"
          maxLength={1_000}
          optional
          hint="For those who read the activity later."
        />
        {impact !== null && <ImpactNotice impact={impact} />}
        {impact !== null && because === 'retired' && (
          <Acknowledgement impact={impact} typed={typed} onType={setTyped} />
        )}
      </DialogForm>
    </Dialog>
  );
};

const Reasons = ({
  because,
  onChoose,
}: {
  readonly because: Because;
  readonly onChoose: (because: Because) => void;
}) => (
  <Stack tight>
    {reasons.map(([value, label, what]) => (
      <Choice
        key={value}
        name="because"
        value={value}
        label={label}
        checked={because === value}
        onChoose={() => {
          onChoose(value);
        }}
      >
        {what}
      </Choice>
    ))}
  </Stack>
);

const Revoked = ({
  effective,
  label,
  onClose,
}: {
  readonly effective: boolean;
  readonly label: string;
  readonly onClose: () => void;
}) => (
  <Dialog title="The token is revoked" onClose={onClose}>
    <Stack>
      {effective ? (
        <Notice tone="good" title="No check passes with it any more.">
          <bdi>{label}</bdi> is refused from this moment on.
        </Notice>
      ) : (
        <Notice tone="warn" title="It is on record and not in effect everywhere yet.">
          Checks may still pass with <bdi>{label}</bdi> until the verifiers can be reached. This goes on by
          itself.
        </Notice>
      )}
      <DialogEnd onClose={onClose} />
    </Stack>
  </Dialog>
);
