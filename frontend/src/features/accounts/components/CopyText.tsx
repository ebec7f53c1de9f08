import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Button, CopyButton, showToast } from '../../../ui';

/** Copies a text. Where the browser forbids that (a page without TLS), it says what to do instead. */
export function CopyText({ text, label = 'Copy' }: { text: string; label?: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => {
        const Icon = copied ? IconCheck : IconCopy;
        return (
          <Button
            variant="default"
            leftSection={<Icon size={15} stroke={1.7} aria-hidden />}
            onClick={() => {
              if (window.isSecureContext) copy();
              else
                showToast({
                  tone: 'error',
                  message: 'This browser does not let Kith copy. Select the text.',
                });
            }}
          >
            <span aria-live="polite">{copied ? 'Copied' : label}</span>
          </Button>
        );
      }}
    </CopyButton>
  );
}
