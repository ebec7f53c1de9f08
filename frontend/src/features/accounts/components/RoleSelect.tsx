import { NativeSelect } from '../../../ui';
import { ROLES } from '../model';
import type { Role } from '../people';

interface RoleSelectProps {
  value: Role;
  onChange: (role: Role) => void;
  label?: string;
  ariaLabel?: string;
  withHelp?: boolean;
  disabled?: boolean;
}

/** One of the roles; `withHelp` says what the chosen one may do. */
export function RoleSelect({ value, onChange, label, ariaLabel, withHelp, disabled }: RoleSelectProps) {
  return (
    <NativeSelect
      {...(label ? { label } : {})}
      {...(ariaLabel ? { 'aria-label': ariaLabel } : {})}
      data={ROLES.map((role) => ({ value: role.value, label: role.label }))}
      value={value}
      onChange={(event) => {
        const chosen = ROLES.find((role) => role.value === event.currentTarget.value);
        if (chosen) onChange(chosen.value);
      }}
      description={withHelp ? ROLES.find((role) => role.value === value)?.help : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={disabled ?? false}
    />
  );
}
