import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Button, Checkbox, Group } from '../../../ui';
import { dayInWords, recoveryFile, refusalOf } from '../model';
import { recoveryFileName, useRenewCodes, worthTelling } from '../twoFactor';
import classes from './accounts.module.css';
import { CopyText } from './CopyText';
import own from './own.module.css';
import { Note, Refusal } from './Refusal';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

interface RecoveryCodesProps {
  codes: readonly string[];
  email: string;
  onStored: () => void;
}

/** A fresh set of recovery codes. They are shown once, so nothing leads on before they are stored. */
export function RecoveryCodes(props: RecoveryCodesProps) {
  const renew = useRenewCodes();
  const codes = renew.data ?? props.codes;
  if (codes.length > 0) return <Sheet {...props} codes={codes} />;
  return (
    <div className={classes.form}>
      <Refusal words={refusalOf(worthTelling(renew.error), [])} />
      <Note tone="warn">
        Two-factor sign-in is on, but your recovery codes did not come through. Make new ones now.
      </Note>
      <Group justify="flex-end">
        <Button onClick={() => renew.mutate()} loading={renew.isPending} data-autofocus>
          Make recovery codes
        </Button>
      </Group>
    </div>
  );
}

function Sheet({ codes, email, onStored }: RecoveryCodesProps) {
  const [isStored, setIsStored] = useState(false);
  useBlocker({ shouldBlockFn: () => true, enableBeforeUnload: true, disabled: isStored });
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => sheet.current?.focus(), []);
  const today = dayInWords(new Date().toISOString());
  const text = recoveryFile(codes, email, today);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isStored) onStored();
      }}
    >
      <p className={own.stepText}>
        Each of these codes signs you in once when your authenticator app is not at hand. They are shown only
        now: keep them where you would look for them without your phone.
      </p>
      <div ref={sheet} className={own.sheet} tabIndex={-1} data-autofocus>
        <p className={own.printed}>
          <strong>Kith recovery codes of {email}</strong>
          <br />
          Made on {today}. Each code works once.
        </p>
        <ol className={classes.recovery} aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      </div>
      <div className={own.means}>
        <CopyText text={codes.join('\n')} />
        <Button
          variant="default"
          leftSection={<IconDownload {...icon} />}
          onClick={() => download(text, recoveryFileName(email))}
        >
          Download .txt
        </Button>
        <Button variant="default" leftSection={<IconPrinter {...icon} />} onClick={() => window.print()}>
          Print
        </Button>
      </div>
      <Group justify="space-between" gap="sm">
        <Checkbox
          label="I have stored these codes"
          checked={isStored}
          onChange={(event) => setIsStored(event.currentTarget.checked)}
        />
        <Button type="submit" disabled={!isStored}>
          Done
        </Button>
      </Group>
    </form>
  );
}

function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
