import { IconDeviceMobile, IconKey } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useMe } from '../../../api';
import { Badge, Button, Modal, Panel, PanelRow, Section } from '../../../ui';
import { dayInWords } from '../model';
import { codesLeft } from '../twoFactor';
import own from './own.module.css';
import { RecoveryCodes } from './RecoveryCodes';
import { Note } from './Refusal';
import { RenewCodesDialog } from './RenewCodesDialog';
import { TotpEnrolment } from './TotpEnrolment';
import { TurnOffDialog } from './TurnOffDialog';

const icon = { size: 17, stroke: 1.7, 'aria-hidden': true } as const;
const FEW = 3;

/** What is on screen over the section: nothing, one of its questions, or codes that have just been made. */
type Shown = 'nothing' | 'enrol' | 'renew' | 'off' | { codes: string[] };

export function TwoFactorSection() {
  const { email, two_factor: factor } = useMe();
  const [shown, setShown] = useState<Shown>('nothing');
  const renewButton = useRef<HTMLButtonElement>(null);
  const close = () => setShown('nothing');
  const showCodes = (codes: string[]) => setShown({ codes });
  const left = factor.recovery_codes_left;
  return (
    <Section
      title="Two-factor sign-in"
      description="A code from your phone besides your password: a stolen password alone opens nothing."
    >
      {factor.required && !factor.enabled && factor.required_from ? (
        <div className={own.before}>
          <Note tone="warn">
            From {dayInWords(factor.required_from)} on, everyone here needs it to get in. Setting it up takes
            two minutes.
          </Note>
        </div>
      ) : null}
      <Panel>
        <PanelRow
          icon={<IconDeviceMobile {...icon} />}
          label={
            <span className={own.device}>
              Authenticator app
              {factor.enabled ? <Badge color="teal">On</Badge> : <Badge color="gray">Off</Badge>}
            </span>
          }
          description={
            factor.enabled
              ? 'Sign-in asks for a code from the app.'
              : 'Any app for one-time codes will do, such as Aegis, 2FAS or the one in your password manager.'
          }
        >
          {factor.enabled ? (
            <Button variant="default" onClick={() => setShown('off')}>
              Turn off
            </Button>
          ) : (
            <Button onClick={() => setShown('enrol')}>Set up</Button>
          )}
        </PanelRow>
        {factor.enabled ? (
          <PanelRow
            icon={<IconKey {...icon} />}
            label="Recovery codes"
            description={
              <span className={own.facts}>
                <span className={(left ?? 0) <= FEW ? own.low : undefined}>{codesLeft(left)}</span>
                <span>each signs you in once without the app</span>
              </span>
            }
          >
            <Button ref={renewButton} variant="default" onClick={() => setShown('renew')}>
              Make new codes
            </Button>
          </PanelRow>
        ) : null}
      </Panel>
      <Modal
        opened={shown === 'enrol'}
        onClose={close}
        title="Set up two-factor sign-in"
        size={600}
        centered
        closeOnClickOutside={false}
      >
        <TotpEnrolment
          onCodes={showCodes}
          aside={
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          }
        />
      </Modal>
      <Modal
        opened={typeof shown === 'object'}
        onClose={() => undefined}
        // The button that began this may be gone by now.
        onExitTransitionEnd={() => renewButton.current?.focus()}
        title="Store your recovery codes"
        size={460}
        centered
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
      >
        {typeof shown === 'object' ? (
          <RecoveryCodes codes={shown.codes} email={email} onStored={close} />
        ) : null}
      </Modal>
      <RenewCodesDialog opened={shown === 'renew'} onClose={close} onCodes={showCodes} />
      <TurnOffDialog opened={shown === 'off'} onClose={close} />
    </Section>
  );
}
