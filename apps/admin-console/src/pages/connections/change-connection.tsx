import type {
  changeConnectionRoute,
  FormField,
  MdmConnection,
  MdmConnectionChange,
  MdmVendorForm,
} from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isApiProblem, type ApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { etagOf } from '../../api/etag.ts';
import { vendorForms } from '../../api/queries.ts';
import { useTest } from '../../api/test-connection.ts';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice } from '../../components/field.tsx';
import { Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { credentialsIn, SignInBy } from './sign-in-by.tsx';
import { enteredIn, touchedIn, VendorFields } from './vendor-fields.tsx';

interface Changing {
  readonly connection: MdmConnection;
  readonly onClose: () => void;
}

/** What is known of a connection, to be changed; its credentials are never shown, only replaced. */
export const ChangeConnection = ({ connection, onClose }: Changing) => (
  <Dialog title={`Change ${connection.name}`} onClose={onClose}>
    <Loaded query={useQuery(vendorForms)}>
      {({ items, connection: common }) => {
        const form = items.find(({ vendor }) => vendor === connection.vendor);
        return form && <Form connection={connection} form={form} common={common} onClose={onClose} />;
      }}
    </Loaded>
  </Dialog>
);

/** What is as it was is not sent: it may need rights that are not needed for the rest. */
const changeIn = (
  entered: FormData,
  connection: MdmConnection,
  { form, common }: { readonly form: MdmVendorForm; readonly common: readonly FormField[] },
): MdmConnectionChange => ({
  ...enteredIn(entered, '', touchedIn(entered, '', common, { ...connection })),
  ...(touchedIn(entered, 'settings.', form.settings, connection.settings).length > 0
    ? { settings: enteredIn(entered, 'settings.', form.settings) }
    : {}),
});

const Form = ({
  connection,
  form,
  common,
  onClose,
}: Changing & { readonly form: MdmVendorForm; readonly common: readonly FormField[] }) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const [opened] = useState(connection);
  const [replaces, setReplaces] = useState(false);
  const change = useChange(organizationId, (body: MdmConnectionChange) =>
    call<typeof changeConnectionRoute>({
      method: 'PATCH',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}',
      params: { organizationId, connectionId: connection.connectionId },
      etag: etagOf(connection.version),
      body,
    }),
  );
  const test = useTest(organizationId);
  const problem = isApiProblem(change.error) ? change.error : null;
  const submit = (entered: FormData) => {
    const body = {
      ...changeIn(entered, opened, { form, common }),
      ...(replaces ? { credentials: credentialsIn(entered, form) } : {}),
    };
    if (Object.keys(body).length === 0) onClose();
    else
      change.mutate(body, {
        onSuccess: () => {
          test.mutate(connection.connectionId);
          news('The connection is changed', 'What it needs is being looked at anew.');
          onClose();
        },
      });
  };
  return (
    <DialogForm act="Save" error={change.error} busy={change.isPending} onCancel={onClose} onSubmit={submit}>
      {connection.version !== opened.version && (
        <ChangedMeanwhile what={`${connection.name}, ${Object.values(connection.settings).join(', ')}`} />
      )}
      <Known opened={opened} form={form} common={common} problem={problem} />
      {form.credentials.some(({ fields }) => fields.length > 0) && (
        <OnlyFor role="administrator" to="change more than the name">
          <Credentials replaces={replaces} onChoose={setReplaces} form={form} problem={problem} />
        </OnlyFor>
      )}
    </DialogForm>
  );
};

const Known = ({
  opened,
  form,
  common,
  problem,
}: {
  readonly opened: MdmConnection;
  readonly form: MdmVendorForm;
  readonly common: readonly FormField[];
  readonly problem: ApiProblem | null;
}) => (
  <>
    <VendorFields
      prefix=""
      fields={common}
      given={{ ...opened }}
      rareTitle="The app, and the key that it reads"
      error={problem}
    />
    <VendorFields
      prefix="settings."
      fields={form.settings}
      given={opened.settings}
      rareTitle="More settings"
      error={problem}
    />
  </>
);

const Credentials = ({
  replaces,
  onChoose,
  form,
  problem,
}: {
  readonly replaces: boolean;
  readonly onChoose: (replaces: boolean) => void;
  readonly form: MdmVendorForm;
  readonly problem: Parameters<typeof SignInBy>[0]['error'];
}) => (
  <Stack>
    <Stack tight>
      {[false, true].map((value) => (
        <Choice
          key={String(value)}
          name="replaces"
          value={String(value)}
          label={value ? 'Replace the credentials' : 'Keep the credentials'}
          checked={replaces === value}
          onChoose={() => {
            onChoose(value);
          }}
        >
          {value
            ? 'The former ones are forgotten. Nobody can read either here.'
            : 'A new address or certificate authority needs them entered again.'}
        </Choice>
      ))}
    </Stack>
    {replaces && <SignInBy form={form} error={problem} />}
  </Stack>
);
