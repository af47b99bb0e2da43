import type { ActiveSetPolicy, Impact, PolicyMode, setPolicyRoute } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call, type Answer } from '../../api/call.ts';
import { policy } from '../../api/queries.ts';
import { useWeighedChange } from '../../api/weighed-change.ts';
import { Button } from '../../components/button.tsx';
import { Choice, TextField } from '../../components/field.tsx';
import { Acknowledgement, ImpactNotice, isAcknowledged } from '../../components/impact.tsx';
import { exactly } from '../../components/instant-text.ts';
import { PageHead, Row, Sheet, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useNews } from '../../components/toasts.tsx';
import { policyLadder, policyWord } from '../../words/policy.ts';
import { useOrganizationId } from '../organization-id.ts';
import { AutomaticRotation } from './automatic-rotation.tsx';
import { policySearchIn } from './policy-search.ts';
import styles from './policy.module.css';
import { instantOf } from '../tokens/given-value.ts';

const PolicyPage = () => {
  const read = useQuery(policy(useOrganizationId()));
  return (
    <>
      <PageHead title="Policy" question="What happens to devices that do not match?" />
      <Loaded query={read}>
        {(answer) => (
          <>
            <Now policy={answer.body} />
            <Sheet title="Change it">
              <OnlyFor role="administrator" to="change the policy">
                <Ladder key={answer.etag} answer={answer} />
              </OnlyFor>
            </Sheet>
            <Sheet title="New tokens by themselves">
              <OnlyFor role="administrator" to="have tokens rotated by themselves">
                <AutomaticRotation key={answer.etag} answer={answer} />
              </OnlyFor>
            </Sheet>
          </>
        )}
      </Loaded>
    </>
  );
};

const Now = ({ policy: { mode, effectiveFrom, mdmIntegrated } }: { readonly policy: ActiveSetPolicy }) => {
  if (!mdmIntegrated && mode !== 'off')
    return (
      <Notice tone="warn" title={`${policyWord(mode)}, and nothing is asked of devices yet.`}>
        The organization has no MDM connection, without which no device could have a token.
      </Notice>
    );
  return (
    <Notice tone={mode === 'off' ? 'info' : 'good'} title={`It is set to: ${policyWord(mode)}`}>
      {policyLadder.find((step) => step.mode === mode)?.what}
      {isLater(effectiveFrom) && ` From ${exactly(effectiveFrom)} on; until then it is only monitored.`}
    </Notice>
  );
};

const isLater = (effectiveFrom: string | null): effectiveFrom is string =>
  effectiveFrom !== null && new Date(effectiveFrom) > new Date();

/** Nothing where it is in force already, else whether it may halt devices. */
const stepTo = (mode: PolicyMode, now: ActiveSetPolicy): 'nothing' | 'harsh' | 'mild' => {
  if (mode === now.mode && !isLater(now.effectiveFrom)) return 'nothing';
  return mode.startsWith('enforce') ? 'harsh' : 'mild';
};

const useSetting = (etag: string | null, mode: PolicyMode, typed: string) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const ask = (effectiveFrom: string | null, dryRun: boolean, signal?: AbortSignal) =>
    call<typeof setPolicyRoute>({
      method: 'PUT',
      path: '/organizations/{organizationId}/policy',
      params: { organizationId },
      etag: etag ?? '',
      query: { dryRun: dryRun ? 'true' : 'false' },
      body: {
        mode,
        effectiveFrom,
        ...(typed === '' ? {} : { acknowledgeHaltedDevices: Number(typed) }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
  return useWeighedChange({
    organizationId,
    key: [organizationId, 'policy', etag, mode],
    ask: (signal) => ask(null, true, signal),
    change: (effectiveFrom: string | null) => ask(effectiveFrom, false),
    done: () => {
      news(`The policy is set to: ${policyWord(mode)}`);
    },
  });
};

/** The mode that the address asks for, as long as nobody chose another one. */
const useAskedMode = (present: PolicyMode) => {
  const navigate = useNavigate();
  const asked = policySearchIn(useSearch({ strict: false })).mode;
  const [mode, setMode] = useState<PolicyMode>(asked ?? present);
  const choose = (chosen: PolicyMode) => {
    setMode(chosen);
    if (asked !== undefined) void navigate({ to: '.', search: {}, replace: true, resetScroll: false });
  };
  return [mode, choose] as const;
};

const Ladder = ({ answer: { body, etag } }: { readonly answer: Answer<ActiveSetPolicy> }) => {
  const [mode, setMode] = useAskedMode(body.mode);
  const [typed, setTyped] = useState('');
  const { change: set, impact, error, isUnknown } = useSetting(etag, mode, typed);
  const step = stepTo(mode, body);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const from = new FormData(event.currentTarget).get('effectiveFrom');
        set.mutate(typeof from === 'string' && from !== '' ? instantOf(from) : null, {
          onSuccess: () => {
            // It may be set anew, to something else.
            set.reset();
          },
        });
      }}
    >
      <Stack>
        <Modes mode={mode} onChoose={setMode} />
        {step === 'harsh' && (
          <TextField
            label="From"
            name="effectiveFrom"
            type="datetime-local"
            optional
            hint="Until then it is only monitored. Empty: at once."
          />
        )}
        {mode !== 'off' && <Weighed impact={impact} />}
        {impact !== null && step !== 'nothing' && (
          <Acknowledgement impact={impact} typed={typed} onType={setTyped} />
        )}
        <ProblemNotice error={error} />
        <Row>
          <Button
            look={step === 'harsh' ? 'danger' : 'primary'}
            submits
            busy={set.isPending}
            disabled={step === 'nothing' || isUnknown || !isAcknowledged(impact, typed)}
          >
            {`Set to: ${policyWord(mode)}`}
          </Button>
        </Row>
      </Stack>
    </form>
  );
};

const Weighed = ({ impact }: { readonly impact: Impact | null }) => (
  <div className={styles['weighed']}>{impact !== null && <ImpactNotice impact={impact} />}</div>
);

const Modes = ({
  mode,
  onChoose,
}: {
  readonly mode: PolicyMode;
  readonly onChoose: (mode: PolicyMode) => void;
}) => (
  <Stack tight>
    {policyLadder.map((step) => (
      <Choice
        key={step.mode}
        name="mode"
        value={step.mode}
        label={step.word}
        checked={mode === step.mode}
        onChoose={() => {
          onChoose(step.mode);
        }}
      >
        {step.what}
      </Choice>
    ))}
  </Stack>
);

export default PolicyPage;
