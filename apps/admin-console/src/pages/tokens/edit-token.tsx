import type { editTokenRoute, MdmToken } from '@mdm-gate/contracts';
import { useState } from 'react';
import { isApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { etagOf } from '../../api/etag.ts';
import { useWeighedChange } from '../../api/weighed-change.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { exactly } from '../../components/instant-text.ts';
import { isAcknowledged, KnownImpact } from '../../components/impact.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { instantOf, weaknessOf } from './given-value.ts';

const localOf = (at: string | null): string => {
  if (at === null) return '';
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const asText = ({ label, expiresAt, state }: MdmToken): string =>
  [
    `label ${label}`,
    expiresAt === null ? 'never expires' : `expires ${exactly(expiresAt)}`,
    state === 'revoked' ? 'revoked' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

const valueLengthMin = 8;

interface Draft {
  readonly label: string;
  readonly expires: string;
  readonly value: string;
}

const draftOf = ({ label, expiresAt }: MdmToken): Draft => ({
  label,
  expires: localOf(expiresAt),
  value: '',
});

/** What differs from how the token is. */
const changesOf = (token: MdmToken, { label, expires, value }: Draft) => ({
  ...(label === token.label ? {} : { label }),
  ...(expires === localOf(token.expiresAt) ? {} : { expiresAt: expires === '' ? null : instantOf(expires) }),
  ...(value === '' ? {} : { value }),
});

const useEditing = (token: MdmToken, opened: MdmToken, draft: Draft, typed: string) => {
  const organizationId = useOrganizationId();
  const changes = changesOf(opened, draft);
  const ask = (dryRun: boolean, signal?: AbortSignal) =>
    call<typeof editTokenRoute>({
      method: 'PATCH',
      path: '/organizations/{organizationId}/mdm-tokens/{tokenId}',
      params: { organizationId, tokenId: token.tokenId },
      etag: etagOf(token.version),
      query: { dryRun: dryRun ? 'true' : 'false' },
      body: { ...changes, ...(typed === '' ? {} : { acknowledgeHaltedDevices: Number(typed) }) },
      ...(signal === undefined ? {} : { signal }),
    });
  const weighed = useWeighedChange({
    organizationId,
    key: [token.tokenId, token.version, draft.expires, draft.value !== ''],
    ask: (signal) => ask(true, signal),
    isAsked: 'expiresAt' in changes || draft.value.length >= valueLengthMin,
    change: () => ask(false),
  });
  return { ...weighed, isChanged: Object.keys(changes).length > 0 };
};

export const EditToken = ({ token, onClose }: { readonly token: MdmToken; readonly onClose: () => void }) => {
  const news = useNews();
  const [opened] = useState(token);
  const [draft, setDraft] = useState(() => draftOf(token));
  const [typed, setTyped] = useState('');
  const { change: edit, error, impact, isUnknown, isChanged } = useEditing(token, opened, draft, typed);
  return (
    <Dialog title="Edit the token" onClose={onClose}>
      <DialogForm
        act="Save"
        look={impact !== null && impact.halted > 0 ? 'danger' : 'primary'}
        error={error}
        busy={edit.isPending}
        disabled={!isChanged || isUnknown || !isAcknowledged(impact, typed)}
        onCancel={onClose}
        onSubmit={() => {
          edit.mutate(undefined, {
            onSuccess: () => {
              news('The token is changed');
              onClose();
            },
          });
        }}
      >
        {token.version !== opened.version && <ChangedMeanwhile what={asText(token)} />}
        <Fields
          draft={draft}
          error={error}
          onChange={(changed) => {
            setDraft({ ...draft, ...changed });
          }}
        />
        <KnownImpact impact={impact} typed={typed} onType={setTyped} />
      </DialogForm>
    </Dialog>
  );
};

const Fields = ({
  draft,
  error,
  onChange,
}: {
  readonly draft: Draft;
  readonly error: Error | null;
  readonly onChange: (changed: Partial<Draft>) => void;
}) => {
  const issue = (path: string) => (isApiProblem(error) ? error.issueOf(path) : undefined);
  return (
    <>
      <TextField
        label="Label"
        required
        maxLength={120}
        value={draft.label}
        onChange={(event) => {
          onChange({ label: event.target.value });
        }}
        error={issue('label')}
      />
      <TextField
        label="Expires"
        type="datetime-local"
        optional
        value={draft.expires}
        onChange={(event) => {
          onChange({ expires: event.target.value });
        }}
        hint="From then on devices that present it are halted."
        error={issue('expiresAt')}
      />
      <AnotherValue
        value={draft.value}
        onChange={(value) => {
          onChange({ value });
        }}
        error={issue('value')}
      />
    </>
  );
};

const AnotherValue = ({
  value,
  onChange,
  error,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}) => (
  <TextField
    label="Another value"
    optional
    minLength={valueLengthMin}
    maxLength={256}
    spellCheck={false}
    value={value}
    onChange={(event) => {
      onChange(event.target.value);
    }}
    hint={
      <span aria-live="polite">
        {weaknessOf(value) ??
          'To mend a typing mistake. The present value is revoked in the same step; a rotation leaves devices time instead.'}
      </span>
    }
    error={error}
  />
);
