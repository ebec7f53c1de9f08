import { type KeyboardEvent, type Ref, useState } from 'react';
import { PasswordInput } from '../../../ui';

interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  name: string;
  error?: string | undefined;
  description?: string | undefined;
  size?: 'sm' | 'md';
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A password that can be shown, and that says when Caps Lock is on. */
export function PasswordField({ label, onChange, description, autoFocus, ...rest }: PasswordFieldProps) {
  const [visible, setVisible] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <PasswordInput
      {...rest}
      aria-invalid={rest.error ? true : undefined}
      label={label}
      required
      withAsterisk={false}
      // Advice is for before: beside a refusal it would only be noise.
      description={capsLock ? 'Caps Lock is on.' : rest.error ? undefined : description}
      descriptionProps={{ 'aria-live': 'polite' }}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={watchCapsLock}
      onKeyUp={watchCapsLock}
      onBlur={() => setCapsLock(false)}
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': visible ? 'Hide password' : 'Show password' }}
      autoCapitalize="none"
      spellCheck={false}
      data-autofocus={autoFocus || undefined}
      autoFocus={autoFocus ?? false}
    />
  );
}
