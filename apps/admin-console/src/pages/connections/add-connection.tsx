import type { addConnectionRoute, FormField, MdmVendorForm, NewMdmConnection } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isApiProblem, type ApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { vendorForms } from '../../api/queries.ts';
import { useTest } from '../../api/test-connection.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select } from '../../components/field.tsx';
import { Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { credentialsIn, SignInBy } from './sign-in-by.tsx';
import { enteredIn, VendorFields } from './vendor-fields.tsx';

/** Connects an MDM. What is asked for follows from the vendor's own form: a new vendor needs no page. */
export const AddConnection = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Connect an MDM" onClose={onClose}>
    <Loaded query={useQuery(vendorForms)}>
      {({ items, connection }) => <Form forms={items} common={connection} onClose={onClose} />}
    </Loaded>
  </Dialog>
);

interface FormProps {
  readonly forms: readonly MdmVendorForm[];
  /** What every connection has. */
  readonly common: readonly FormField[];
  readonly onClose: () => void;
}

const Form = ({ forms, common, onClose }: FormProps) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const [vendor, setVendor] = useState<string>(forms[0]?.vendor ?? 'other');
  const form = forms.find((each) => each.vendor === vendor);
  const add = useChange(organizationId, (body: NewMdmConnection) =>
    call<typeof addConnectionRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections',
      params: { organizationId },
      body,
    }),
  );
  const test = useTest(organizationId);
  if (form === undefined) return null;
  return (
    <DialogForm
      act="Connect"
      error={add.error}
      busy={add.isPending}
      onCancel={onClose}
      onSubmit={(entered) => {
        const body = bodyOf(entered, form, common);
        add.mutate(body, {
          onSuccess: ({ body: added }) => {
            if ('connectionId' in added) test.mutate(added.connectionId);
            news(`${body.name} is connected`, 'What it needs is being looked at.');
            onClose();
          },
        });
      }}
    >
      <Select
        label="MDM"
        value={vendor}
        onChange={(event) => {
          setVendor(event.target.value);
        }}
        options={forms.map(({ vendor: value, name }) => ({ value, label: name }))}
      />
      <FieldsOf
        key={vendor}
        form={form}
        common={common}
        problem={isApiProblem(add.error) ? add.error : null}
      />
    </DialogForm>
  );
};

const FieldsOf = ({
  form,
  common,
  problem,
}: Pick<FormProps, 'common'> & {
  readonly form: MdmVendorForm;
  readonly problem: ApiProblem | null;
}) => (
  <Stack>
    <VendorFields
      prefix=""
      fields={common.filter(isAlwaysAsked)}
      rareTitle=""
      given={{ name: form.name }}
      error={problem}
    />
    <VendorFields prefix="settings." fields={form.settings} rareTitle="More settings" error={problem} />
    <SignInBy form={form} error={problem} />
    <VendorFields
      prefix=""
      fields={common.filter((field) => !isAlwaysAsked(field))}
      rareTitle="The app, and the key that it reads"
      error={problem}
    />
  </Stack>
);

const isAlwaysAsked = ({ required }: FormField): boolean => required;

/** What the vendor's schema makes of it is the server's to say. */
const bodyOf = (entered: FormData, form: MdmVendorForm, common: readonly FormField[]) =>
  ({
    ...enteredIn(entered, '', common),
    vendor: form.vendor,
    settings: enteredIn(entered, 'settings.', form.settings),
    credentials: credentialsIn(entered, form),
  }) as NewMdmConnection;
