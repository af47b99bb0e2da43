import { ActLink } from '../../components/act-link.tsx';
import { PageHead, Row, Sheet, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { State } from '../../components/notice.tsx';
import { Steps } from '../../components/steps.tsx';
import { useLive } from '../../live/use-live.ts';
import { useOrganizationId } from '../organization-id.ts';
import { useSeen } from '../overview/use-seen.ts';
import { stepsOf, type Step } from './steps.ts';
import styles from './set-up.module.css';

/** The way from nothing to an enforced policy. Where one stands follows from what is there, so it can be left at any time. */
const SetUpPage = () => {
  const organizationId = useOrganizationId();
  useLive(organizationId);
  const seen = useSeen(organizationId);
  const steps = seen.data && stepsOf(seen.data);
  return (
    <>
      <PageHead title="Set up" question="What is the next step?" />
      <Loaded query={{ ...seen, data: steps }}>
        {(known) =>
          known.some(({ isDone }) => !isDone) ? (
            <ol className={styles['steps']}>
              {known.map((step) => (
                <li key={step.title} aria-current={step.isNext ? 'step' : undefined}>
                  <OneStep step={step} organizationId={organizationId} />
                </li>
              ))}
            </ol>
          ) : (
            <AllDone steps={known} organizationId={organizationId} />
          )
        }
      </Loaded>
    </>
  );
};

const AllDone = ({
  steps,
  organizationId,
}: {
  readonly steps: readonly Step[];
  readonly organizationId: string;
}) => (
  <Sheet title="Everything is set up">
    <Stack>
      <p>
        Your MDMs hold the token, and devices that they do not manage are halted. Look from time to time who
        is, and plan when the token is replaced by the next one.
      </p>
      <Row>
        <ActLink to="/organizations/$organizationId/devices" params={{ organizationId }}>
          See the devices
        </ActLink>
        <ActLink look="plain" to="/organizations/$organizationId/policy" params={{ organizationId }}>
          Plan the next replacement
        </ActLink>
      </Row>
      <Steps label="What was done" steps={steps.map(({ title }) => title)} current={steps.length} />
    </Stack>
  </Sheet>
);

const OneStep = ({ step, organizationId }: { readonly step: Step; readonly organizationId: string }) => (
  <Sheet title={step.title} actions={<Progress step={step} />}>
    {!step.isDone && (
      <Stack>
        <p>{step.text}</p>
        {step.isNext && (
          <Row>
            <ActLink to={step.to} params={{ organizationId }} search={step.search ?? {}}>
              {step.act}
            </ActLink>
          </Row>
        )}
      </Stack>
    )}
  </Sheet>
);

const Progress = ({ step }: { readonly step: Step }) => {
  if (step.isDone) return <State tone="good">Done</State>;
  return step.isNext ? <State tone="info">Next</State> : <State tone="none">Later</State>;
};

export default SetUpPage;
