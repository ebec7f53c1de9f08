import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { Form } from '../../../api';
import { copyText } from '../../../lib/clipboard';
import { Button, Panel, Section, SegmentedControl, showToast } from '../../../ui';
import { curlOf, htmlOf } from '../snippet';
import classes from './forms.module.css';

/** Where to post to, and how. */
export function Address({ form }: { form: Form }) {
  const [how, setHow] = useState<'html' | 'curl'>('html');
  const code = how === 'html' ? htmlOf(form) : curlOf(form);
  return (
    <Section
      title="Address"
      description="Takes JSON and forms as browsers send them, up to 256 kB. Whoever has the address can post to it, so it stands in your pages; nothing can be read there."
    >
      <Panel>
        <div className={classes.address}>
          <code>{form.url}</code>
          <Copy text={form.url} label="Copy the address" />
        </div>
        <div className={classes.codeHead}>
          <SegmentedControl
            size="xs"
            aria-label="Example"
            value={how}
            onChange={(value) => setHow(value as 'html' | 'curl')}
            data={[
              { value: 'html', label: 'For a page' },
              { value: 'curl', label: 'By a command' },
            ]}
          />
          <Copy text={code} label="Copy the example" />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
        <pre className={classes.code} tabIndex={0}>
          {code}
        </pre>
      </Panel>
    </Section>
  );
}

export function Copy({ text, label }: { text: string; label: string }) {
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    try {
      await copyText(text);
      setDone(true);
      setTimeout(() => setDone(false), 2_000);
    } catch (error) {
      showToast({ tone: 'error', message: error instanceof Error ? error.message : 'Not copied.' });
    }
  };
  return (
    <Button
      variant="default"
      size="compact-sm"
      aria-label={label}
      leftSection={
        isDone ? (
          <IconCheck size={14} stroke={1.8} aria-hidden />
        ) : (
          <IconCopy size={14} stroke={1.8} aria-hidden />
        )
      }
      onClick={() => void copy()}
    >
      {isDone ? 'Copied' : 'Copy'}
    </Button>
  );
}
