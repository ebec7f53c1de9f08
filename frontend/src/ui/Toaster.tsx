import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Keys } from './Keys';
import classes from './kit.module.css';
import { dismissToast, type Toast, useToasts } from './toasts';

/** Messages at the foot of the window. Two live regions stand from the start, so that screen readers announce what joins them. */
export function Toaster() {
  const toasts = useToasts();
  const calm = toasts.filter((toast) => toast.tone === 'plain');
  const faults = toasts.filter((toast) => toast.tone === 'error');
  return (
    <section className={classes.toaster} aria-label="Messages">
      <div role="status">
        {calm.map((toast) => (
          <ToastLine key={toast.id} toast={toast} />
        ))}
      </div>
      <div role="alert">
        {faults.map((toast) => (
          <ToastLine key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function ToastLine({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.lifetime === null) return;
    const timer = setTimeout(() => dismissToast(toast.id), toast.lifetime);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.lifetime]);
  const { action } = toast;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at a message only holds it on screen
    <div
      className={classes.toast}
      data-tone={toast.tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.tone === 'error' ? (
        <span className={classes.toastIcon}>
          <IconAlertTriangle size={16} stroke={1.7} aria-hidden />
        </span>
      ) : null}
      <span className={classes.toastText}>{toast.message}</span>
      {action ? (
        <button
          type="button"
          className={classes.toastButton}
          onClick={() => {
            dismissToast(toast.id);
            action.run();
          }}
        >
          {action.label}
          {action.keys ? <Keys keys={action.keys} /> : null}
        </button>
      ) : null}
      <button
        type="button"
        className={classes.toastClose}
        aria-label="Close message"
        onClick={() => dismissToast(toast.id)}
      >
        <IconX size={14} stroke={1.8} aria-hidden />
      </button>
    </div>
  );
}
